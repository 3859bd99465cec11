// Settings of this workspace.
import { z } from "zod";
import { call } from "./base.ts";

export const settingsSchema = z.object({
  language: z.enum(["system", "en", "zh-CN"]).default("system"),
  theme: z.enum(["system", "light", "dark"]).default("system"),
  density: z.enum(["compact", "normal", "roomy"]).default("normal"),
  /** On: nothing beyond this machine is ever contacted, except what is allowed one by one. */
  airGap: z.boolean().default(true),
  welcomed: z.boolean().default(false),
  defaultModelId: z.string().nullable().default(null),
  singleKeys: z.boolean().default(true),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Every field optional and without its default, so that leaving one out does not reset it. */
const changeShape = {
  language: settingsSchema.shape.language.unwrap().optional(),
  theme: settingsSchema.shape.theme.unwrap().optional(),
  density: settingsSchema.shape.density.unwrap().optional(),
  airGap: settingsSchema.shape.airGap.unwrap().optional(),
  welcomed: settingsSchema.shape.welcomed.unwrap().optional(),
  defaultModelId: settingsSchema.shape.defaultModelId.unwrap().optional(),
  singleKeys: settingsSchema.shape.singleKeys.unwrap().optional(),
};

export const settings = {
  get: call.output(settingsSchema),
  /** Changes the fields that are given; answers with all. */
  set: call.input(z.strictObject(changeShape)).output(settingsSchema),
};
