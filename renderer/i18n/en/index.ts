// English, by feature. A new feature adds its file here and in ../zh-CN/index.ts.
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

export const en = {
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

/** The shape that another language has to fill for a feature: the same names, each a text. */
export type Translated<Texts> = { [Name in keyof Texts]: string };
