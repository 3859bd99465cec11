// 出处。
import type { evidence as english } from "../en/evidence.ts";
import type { Translated } from "../en/index.ts";

export const evidence: Translated<typeof english> = {
  title: "出处",
};
