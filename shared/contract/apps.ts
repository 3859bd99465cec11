// Apps. So far there is one, the plain assistant; every conversation belongs to an app.
import { z } from "zod";
import { appConfigSchema, appModeSchema } from "../domain/app-config.ts";
import { call, idSchema } from "./base.ts";

export const appSchema = z.object({ id: idSchema, name: z.string(), mode: appModeSchema, config: appConfigSchema });
export type App = z.infer<typeof appSchema>;

export const apps = {
  list: call.output(z.array(appSchema)),
};
