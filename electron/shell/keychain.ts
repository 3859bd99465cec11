// The system's keychain for the engine's one key. Used by children.ts, which carries the engine's questions here.
import type { SafeStorage } from "electron";

/** Encrypts and decrypts; null where the system has no real keychain or the text is not its own. */
export interface Keychain {
  seal(secret: string): string | null;
  unseal(sealed: string): string | null;
}

/** On Linux without a keyring Electron falls back to a fixed password (`basic_text`), which protects nothing: refused. */
export function systemKeychain(storage: SafeStorage, platform: NodeJS.Platform = process.platform): Keychain {
  const usable = () =>
    storage.isEncryptionAvailable() &&
    (platform !== "linux" || !["basic_text", "unknown"].includes(storage.getSelectedStorageBackend()));
  const orNull = (work: () => string): string | null => {
    if (!usable()) return null;
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    seal: (secret) => orNull(() => storage.encryptString(secret).toString("base64")),
    unseal: (sealed) => orNull(() => storage.decryptString(Buffer.from(sealed, "base64"))),
  };
}
