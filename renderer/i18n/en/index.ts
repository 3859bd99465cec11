// English, by feature. A new feature adds its file here and in ../zh-CN/index.ts.
import { chat } from "./chat.ts";
import { common } from "./common.ts";
import { evidence } from "./evidence.ts";
import { frame } from "./frame.ts";
import { knowledge } from "./knowledge.ts";
import { models } from "./models.ts";
import { onboarding } from "./onboarding.ts";
import { settings } from "./settings.ts";
import { units } from "./units.ts";

export const en = { chat, common, evidence, frame, knowledge, models, onboarding, settings, units };

/** The shape that another language has to fill for a feature: the same names, each a text. */
export type Translated<Texts> = { [Name in keyof Texts]: string };
