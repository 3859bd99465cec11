// Rows of settings: key and JSON value.
import type { Db } from "../db/open.ts";

export function settingsStore(db: Db) {
  const all = db.prepare<[], { key: string; value: string }>("SELECT key, value FROM settings");
  const put = db.prepare(
    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  return {
    all: (): Record<string, unknown> => Object.fromEntries(all.all().map((row) => [row.key, JSON.parse(row.value)])),
    put: (key: string, value: unknown) => put.run(key, JSON.stringify(value)),
  };
}
export type SettingsStore = ReturnType<typeof settingsStore>;
