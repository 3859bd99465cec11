// 答案的生成过程。

import type { Translated } from "../en/index.ts";
import type { inspect as english } from "../en/inspect.ts";

export const inspect: Translated<typeof english> = {
  open: "查看答案的生成过程",
  title: "答案的生成过程",
  none: "生成这个答案时没有留下记录。",
  copyAll: "全部复制",
  stages: "用时",
  passages: "找到的段落：{n}",
  noPassages: "没有查找，或没有找到。",
  place: "{document}，第 {page} 页",
  used: "已读",
  unused: "未读",
  text: "原文",
  prompt: "发出的提示词",
  system: "指令",
  user: "问题",
  assistant: "答案",
  characters: "{n} 个字符",
  parameters: "参数",
  notSet: "未设",
  ms: "{n} 毫秒",
  stageLoad: "载入模型",
  stageEmbed: "嵌入问题",
  stageSearch: "查找",
  stageRelevance: "判断是否相关",
  stagePrompt: "准备提示词",
  stageRead: "读提示词",
  stageWrite: "写答案",
  stageCite: "找出处",
};
