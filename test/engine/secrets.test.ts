// Promises of secrets: what is sealed is opened by the same key for the same place only, and a mask tells little.
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { maskSecret, openSecret, sealSecret } from "../../electron/engine/secrets/encrypt.ts";

const key = randomBytes(32);
const SECRET = "sk-0123456789-密钥-🔑";

describe("a sealed secret", () => {
  it("opens with its key and name", () => {
    for (const secret of [SECRET, "", "x".repeat(100_000)]) {
      expect(openSecret(key, "provider", sealSecret(key, "provider", secret))).toBe(secret);
    }
  });

  it("shows nothing of the secret and is never the same twice", () => {
    const one = sealSecret(key, "provider", SECRET);
    const two = sealSecret(key, "provider", SECRET);
    expect(Buffer.from(one.ciphertext).includes(Buffer.from("0123456789"))).toBe(false);
    expect(Buffer.from(one.nonce).equals(Buffer.from(two.nonce))).toBe(false);
    expect(Buffer.from(one.ciphertext).equals(Buffer.from(two.ciphertext))).toBe(false);
  });

  it("does not open with another key, under another name, or when any byte was changed", () => {
    const sealed = sealSecret(key, "provider", SECRET);
    expect(() => openSecret(randomBytes(32), "provider", sealed)).toThrow();
    expect(() => openSecret(key, "other", sealed)).toThrow();
    for (let at = 0; at < sealed.ciphertext.length; at++) {
      const ciphertext = Uint8Array.from(sealed.ciphertext);
      ciphertext[at]! ^= 1;
      expect(() => openSecret(key, "provider", { ...sealed, ciphertext }), `byte ${at}`).toThrow();
    }
    const nonce = Uint8Array.from(sealed.nonce);
    nonce[0]! ^= 1;
    expect(() => openSecret(key, "provider", { ...sealed, nonce })).toThrow();
    expect(() => openSecret(key, "provider", { ...sealed, ciphertext: sealed.ciphertext.subarray(0, 10) })).toThrow();
  });
});

describe("a mask", () => {
  it("shows the end of a long secret and nothing of a short one", () => {
    expect(maskSecret("sk-abcdefghijkl")).toBe("••••ijkl");
    expect(maskSecret("short")).toBe("••••");
    expect(maskSecret("")).toBe("••••");
  });
});
