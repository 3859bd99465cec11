// 欢迎。

import type { Translated } from "../en/index.ts";
import type { onboarding as english } from "../en/onboarding.ts";

export const onboarding: Translated<typeof english> = {
  title: "欢迎",
};
