// 对话列表。
import type { chats as english } from "../en/chats.ts";
import type { Translated } from "../en/index.ts";

export const chats: Translated<typeof english> = {
  pinned: "置顶",
  pin: "置顶",
  unpin: "取消置顶",
  archive: "归档",
  unarchive: "移出归档",
  archived: "归档的对话",
  archivedOne: "“{title}”已归档",
  unarchivedOne: "“{title}”已移出归档",
  archiveEmpty: "没有归档的对话。",
  backToChats: "回到对话列表",
  week: "最近 7 天",
  month: "最近 30 天",
  move: "移到文件夹…",
  moveTitle: "把“{title}”移到文件夹",
  folders: "文件夹",
  noFolder: "不放文件夹",
  newFolder: "新建文件夹",
  newFolderName: "新文件夹的名称",
  moveToNew: "移到新文件夹",
  folderName: "文件夹名称",
  moreOfFolder: "文件夹 {name} 的更多操作",
  removeFolder: "移除文件夹",
  folderRemoved: "文件夹“{name}”已移除，对话都还在",
  folderEmpty: "把对话拖到这里。",
  showAll: "显示全部 {n} 个",
};
