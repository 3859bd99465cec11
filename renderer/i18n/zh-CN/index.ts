// Chinese, by feature: written, not translated.
import type { en, Translated } from "../en/index.ts";
import { chat } from "./chat.ts";
import { chatSettings } from "./chat-settings.ts";
import { chats } from "./chats.ts";
import { common } from "./common.ts";
import { drop } from "./drop.ts";
import { evidence } from "./evidence.ts";
import { frame } from "./frame.ts";
import { inspect } from "./inspect.ts";
import { knowledge } from "./knowledge.ts";
import { message } from "./message.ts";
import { models } from "./models.ts";
import { onboarding } from "./onboarding.ts";
import { search } from "./search.ts";
import { settings } from "./settings.ts";
import { trash } from "./trash.ts";
import { units } from "./units.ts";

export const zhCN: { [Feature in keyof typeof en]: Translated<(typeof en)[Feature]> } = {
  chat,
  chatSettings,
  chats,
  common,
  drop,
  evidence,
  frame,
  inspect,
  knowledge,
  message,
  models,
  onboarding,
  search,
  settings,
  trash,
  units,
};
