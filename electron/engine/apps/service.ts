// Apps. The plain assistant is laid at first start and stands behind every ordinary conversation.
import type { App } from "../../../shared/contract/apps.ts";
import { type AppConfig, ASSISTANT_APP_ID, appConfigSchema } from "../../../shared/domain/app-config.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import type { AppStore } from "./store.ts";

export function appService(deps: {
  store: AppStore;
  /** Apps that conversations in memory point at. */
  memoryStore: AppStore;
  changes: ChangeFeed;
}) {
  const { store, changes } = deps;
  store.insert({ id: ASSISTANT_APP_ID, name: "Assistant", mode: "chat", config: appConfigSchema.parse({}) });
  const get = (id: string): App => {
    const app = store.get(id);
    if (!app) throw new AlcoveError("not-found", { what: "app", id });
    return app;
  };
  return {
    list: store.list,
    get,
    /** The app of a conversation; the plain assistant where it was removed since. */
    orAssistant: (id: string): App => store.get(id) ?? get(ASSISTANT_APP_ID),
    create(name: string, config: AppConfig): App {
      const id = newId();
      store.insert({ id, name, mode: "chat", config });
      changes.changed("apps", id);
      return get(id);
    },
    update(id: string, fields: { name?: string | undefined; config?: AppConfig | undefined }): App {
      const app = get(id);
      store.update({ id, name: fields.name ?? app.name, config: fields.config ?? app.config });
      changes.changed("apps", id);
      return get(id);
    },
    /** Errors: `invalid` for the plain assistant, which every conversation falls back to. */
    remove(id: string): void {
      get(id);
      if (id === ASSISTANT_APP_ID)
        throw new AlcoveError("invalid", { detail: "the plain assistant cannot be deleted" });
      store.setDeleted(id, Date.now());
      changes.changed("apps", id);
    },
    restore(id: string): App {
      store.setDeleted(id, null);
      changes.changed("apps", id);
      return get(id);
    },
    /** Makes an app known to the store in memory. */
    lend: (id: string): void => void deps.memoryStore.insert(get(id)),
  };
}
export type AppService = ReturnType<typeof appService>;
