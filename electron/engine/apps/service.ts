// Apps. The plain assistant is laid at first start and stands behind every ordinary conversation.
import type { App } from "../../../shared/contract/apps.ts";
import { ASSISTANT_APP_ID, appConfigSchema } from "../../../shared/domain/app-config.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { AppStore } from "./store.ts";

export function appService(deps: { store: AppStore }) {
  const { store } = deps;
  store.insert({ id: ASSISTANT_APP_ID, name: "Assistant", mode: "chat", config: appConfigSchema.parse({}) });
  return {
    list: store.list,
    get(id: string): App {
      const app = store.get(id);
      if (!app) throw new AlcoveError("not-found", { what: "app", id });
      return app;
    },
  };
}
export type AppService = ReturnType<typeof appService>;
