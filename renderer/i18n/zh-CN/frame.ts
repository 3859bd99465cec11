// Alcove。
import type { frame as english } from "../en/frame.ts";
import type { Translated } from "../en/index.ts";

export const frame: Translated<typeof english> = {
  title: "Alcove",
};
