// 首次启动。
import type { Translated } from "../en/index.ts";
import type { onboarding as english } from "../en/onboarding.ts";

export const onboarding: Translated<typeof english> = {
  documents: "文档",
  drop: "把文档放到这里",
  here: "这里有 {n} 份文档",
  kinds: "PDF、Word、网页、Markdown、纯文本，或整个文件夹",
  choose: "选择文件…",
  title: "向自己的文档提问，\n每个答案都能翻到原文。",
  lead: "一切都在这台电脑上完成。Alcove 现在处于离线状态，未经你允许不会建立任何连接。",
  question: "由什么来写答案？",
  installed: "已在这台电脑上",
  suits: "适合这台电脑",
  takes: "{total} 内存中约用 {need}。",
  download: "下载 {size}",
  sizeUnknown: "开始前会显示大小",
  file: "我已有的模型文件",
  fileHelp: "GGUF 文件，例如来自 Ollama 或 LM Studio。",
  none: "暂时不用模型",
  noneHelp: "Alcove 直接引用最相关的原文作答。",
  allow: "允许这次下载并继续",
  chooseModel: "选择文件…",
  continue: "继续",
  skip: "跳过",
  connects: "只连接 {host}，下载完即断开。",
  noLink: "不建立任何连接。",
};
