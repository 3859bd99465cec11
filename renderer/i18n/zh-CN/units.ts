// 单位与时间。
import type { Translated } from "../en/index.ts";
import type { units as english } from "../en/units.ts";

export const units: Translated<typeof english> = {
  s: "{n} 秒",
  min: "{n} 分",
  h: "{n} 小时",
  justNow: "刚刚",
  yesterday: "昨天",
};
