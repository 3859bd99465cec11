// Secrets at rest: AES-256-GCM under a key that lives outside of the database.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedSecret {
  nonce: Uint8Array;
  /** Ciphertext followed by GCM's 16-byte tag. */
  ciphertext: Uint8Array;
}

/** Seals `secret` for the place called `name`; a row moved under another name does not open. `key` has 32 bytes. */
export function sealSecret(key: Uint8Array, name: string, secret: string): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return { nonce, ciphertext: Buffer.concat([body, cipher.getAuthTag()]) };
}

/** The secret again. Throws when key, name or bytes are not those it was sealed with. */
export function openSecret(key: Uint8Array, name: string, sealed: SealedSecret): string {
  const body = sealed.ciphertext.subarray(0, -TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.nonce).setAAD(Buffer.from(name));
  decipher.setAuthTag(sealed.ciphertext.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

/** What may be shown of a secret: its last four characters where it is long enough to keep the rest unknown. */
export function maskSecret(secret: string): string {
  return secret.length >= 12 ? `••••${secret.slice(-4)}` : "••••";
}
