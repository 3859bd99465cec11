// 各处共用的词。
import type { common as english } from "../en/common.ts";
import type { Translated } from "../en/index.ts";

export const common: Translated<typeof english> = {
  close: "关闭",
  cancel: "取消",
  undo: "撤销",
  stop: "停止",
  pause: "暂停",
  more: "更多",
  delete: "删除",
  rename: "重命名",
  save: "保存",
  copy: "复制",
  copied: "已复制",
  tryAgain: "重试",
  copyDetails: "复制详情",
  showList: "显示列表",
  resize: "面板宽度",
  loading: "正在载入",
  documents: "{n} 份文档",
  pages: "{n} 页",
  page: "第 {n} 页",
  pictureLeftOut: "图片未载入：{name}",
  leaveTitle: "将在浏览器中打开 {host}。",
  leaveText: "Alcove 自己仍然离线，但那个网站会知道你来过。",
  stay: "留在这里",
  leave: "在浏览器中打开",
};
