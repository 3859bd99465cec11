// 模型。

import type { Translated } from "../en/index.ts";
import type { models as english } from "../en/models.ts";

export const models: Translated<typeof english> = {
  title: "模型",
};
