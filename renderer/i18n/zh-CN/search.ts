// 在对话和文档中搜索。
import type { Translated } from "../en/index.ts";
import type { search as english } from "../en/search.ts";

export const search: Translated<typeof english> = {
  messages: "消息",
  passages: "文档内容",
  inMessages: "消息中",
  searching: "正在搜索",
  nothing: "对话和文档里都没有“{query}”。",
  noMessages: "消息里没有“{query}”。",
  moreMessages: "共 {n} 条消息，多写几个词可缩小范围",
  failed: "没能搜索。",
  you: "你",
  answer: "回答",
  archived: "已归档",
};
