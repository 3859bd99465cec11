// 资料库。

import type { Translated } from "../en/index.ts";
import type { knowledge as english } from "../en/knowledge.ts";

export const knowledge: Translated<typeof english> = {
  title: "资料库",
};
