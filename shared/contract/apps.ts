// Apps: assistants with instructions, knowledge and a model of their own. Every conversation belongs to one.
import { z } from "zod";
import { appConfigSchema, appModeSchema } from "../domain/app-config.ts";
import { call, doneSchema, idSchema, nameSchema } from "./base.ts";

export const appSchema = z.object({ id: idSchema, name: z.string(), mode: appModeSchema, config: appConfigSchema });
export type App = z.infer<typeof appSchema>;

export const apps = {
  list: call.output(z.array(appSchema)),
  create: call.input(z.strictObject({ name: nameSchema, config: appConfigSchema })).output(appSchema),
  update: call
    .input(z.strictObject({ appId: idSchema, name: nameSchema.optional(), config: appConfigSchema.optional() }))
    .output(appSchema),
  /** Moves it to the trash; its conversations are kept and go on with the plain assistant. */
  remove: call.input(z.strictObject({ appId: idSchema })).output(doneSchema),
  restore: call.input(z.strictObject({ appId: idSchema })).output(appSchema),
};
