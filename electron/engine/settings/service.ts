// Settings of the workspace, each kept as one row; what is missing has its default.
import { type Settings, settingsSchema } from "../../../shared/contract/settings.ts";
import type { ChangeFeed } from "../changes.ts";
import type { SettingsStore } from "./store.ts";

export function settingsService(deps: { store: SettingsStore; changes: ChangeFeed }) {
  const { store, changes } = deps;
  const get = (): Settings => {
    const known = settingsSchema.safeParse(store.all());
    return known.success ? known.data : settingsSchema.parse({});
  };
  return {
    get,
    set(fields: { [K in keyof Settings]?: Settings[K] | undefined }): Settings {
      for (const [key, value] of Object.entries(fields)) if (value !== undefined) store.put(key, value);
      changes.changed("settings");
      return get();
    },
  };
}
export type SettingsService = ReturnType<typeof settingsService>;
