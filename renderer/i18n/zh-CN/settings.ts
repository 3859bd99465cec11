// 设置。

import type { Translated } from "../en/index.ts";
import type { settings as english } from "../en/settings.ts";

export const settings: Translated<typeof english> = {
  title: "设置",
};
