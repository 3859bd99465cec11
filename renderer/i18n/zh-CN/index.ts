// Chinese, by feature: written, not translated.
import type { en, Translated } from "../en/index.ts";
import { chat } from "./chat.ts";
import { common } from "./common.ts";
import { evidence } from "./evidence.ts";
import { frame } from "./frame.ts";
import { knowledge } from "./knowledge.ts";
import { models } from "./models.ts";
import { onboarding } from "./onboarding.ts";
import { settings } from "./settings.ts";
import { units } from "./units.ts";

export const zhCN: { [Feature in keyof typeof en]: Translated<(typeof en)[Feature]> } = {
  chat,
  common,
  evidence,
  frame,
  knowledge,
  models,
  onboarding,
  settings,
  units,
};
