// 每个错误代码的中文：发生了什么，可以怎么办。英文在 shared/domain/errors.ts。
import type { ErrorCode } from "../../../shared/domain/errors.ts";

export const errors: Record<ErrorCode, { message: string; action: string }> = {
  internal: {
    message: "Alcove 内部出错：{detail}",
    action: "详情在工作区的日志里。可以再试一次；若反复出现，请反馈。",
  },
  invalid: { message: "请求无效：{detail}", action: "改正后再试。" },
  "not-found": { message: "找不到 id 为 {id} 的{what}。", action: "可能已被删除，刷新列表看看。" },
  unauthorized: { message: "访问令牌缺失或有误。", action: "打开 Alcove 启动时显示的完整地址，包括其中的令牌。" },
  "forbidden-origin": { message: "另一个网址的页面试图访问 Alcove。", action: "从 Alcove 显示的地址打开。" },
  cancelled: { message: "已停止。", action: "" },
  interrupted: { message: "运行途中 Alcove 停了，已完成的部分还在。", action: "重新开始即可继续。" },

  "workspace.locked": {
    message: "工作区 {path} 正被另一个 Alcove 使用。",
    action: "先关掉它，或用 --workspace 换一个文件夹。",
  },
  "workspace.read-only": {
    message: "工作区 {path} 无法写入。",
    action: "给自己写入权限，或用 --workspace 换一个文件夹。",
  },
  "workspace.newer": {
    message: "这个工作区由更新的 Alcove 写成（结构 {found}，当前只认识 {known}）。",
    action: "更新 Alcove，或用 --workspace 换一个文件夹。",
  },
  "workspace.migration-failed": {
    message: "工作区升级失败，已恢复原状：{detail}",
    action: "没有任何改动。升级前的快照在 {snapshot}。",
  },
  "port.taken": { message: "端口 {port} 被别的程序占用。", action: "用 --port 换一个，或不指定。" },
  "child.lost": { message: "Alcove 的 {part} 部分意外停止，正在重启。", action: "再试一次，数据不受影响。" },
  "child.timeout": {
    message: "Alcove 的 {part} 部分 {seconds} 秒内没有响应，已重启。",
    action: "换小一点的内容再试。",
  },
  "child.memory": {
    message: "Alcove 的 {part} 部分用了超过 {limitMb} MB 内存，已停下。",
    action: "把文件拆小，或关掉其他程序。",
  },

  "file.not-found": { message: "{path} 没有这个文件。", action: "检查文件名后再试。" },
  "file.unreadable": { message: "读不了 {file}：{detail}", action: "检查权限，或复制一份再添加。" },
  "file.empty": { message: "{file} 是空的。", action: "添加有内容的文件。" },
  "file.too-large": { message: "{file} 超过 {limitMb} MB。", action: "拆成几个小文件。" },
  "document.unsupported": {
    message: "还读不了 {file} 这种文件。",
    action: "添加 PDF、Word、HTML、Markdown 或纯文本文件。",
  },
  "document.damaged": { message: "{file} 已损坏：{detail}", action: "用原来的程序打开，重新存一份。" },
  "document.encrypted": { message: "{file} 需要密码。", action: "输入密码后读取。" },
  "document.wrong-password": { message: "密码打不开 {file}。", action: "换一个密码。" },
  "document.no-text": {
    message: "{file} 里没有可读的文字，多半是扫描件。",
    action: "换用带文字层的版本。扫描件要等后续版本支持。",
  },
  "document.garbled": {
    message: "{file} 里的文字是乱码，会让答案出错。",
    action: "用原来的程序重新存一份，或换一个版本。",
  },
  "document.pages-without-text": {
    message: "{total} 页中有 {count} 页没有可读的文字。",
    action: "多半是扫描页，其余各页可以搜索。",
  },
  "document.truncated": {
    message: "{file} 太长，只搜索前 {limit} 个字符。",
    action: "拆成几个小文件。",
  },
  "document.duplicate": { message: "{file} 已在这个知识库中，名为 {existing}。", action: "" },
  "document.too-long-token": { message: "{file} 有一段文字嵌入模型放不下。", action: "请反馈这个文件。" },

  "knowledge.name-taken": { message: "已有名为 {name} 的知识库。", action: "换一个名字。" },
  "knowledge.none": { message: "没有名为 {name} 的知识库。", action: "用 alcove kb list 查看全部。" },
  "embedder.unknown": { message: "没有安装嵌入模型 {id}。", action: "先安装，或换一个。" },
  "embedder.too-long": {
    message: "一段文字有 {tokens} 个词元，超过嵌入模型能读的 {limit} 个。",
    action: "请反馈：段落不该有这么长。",
  },

  "chat.temporary-files": {
    message: "临时对话不能加文件：要搜索文件，就得把它写到磁盘上。",
    action: "在普通对话里添加。",
  },

  "model.none": { message: "还没有对话模型。", action: "到“模型”页下载一个，或导入 GGUF 文件。" },
  "model.invalid": { message: "{file} 不是可用的 GGUF 模型：{detail}", action: "重新下载，或换一个文件。" },
  "model.not-chat": { message: "{file} 不是对话模型。", action: "换一个为对话训练的模型。" },
  "model.too-large": {
    message: "{file} 约需 {needMb} MB，现在空闲 {freeMb} MB。",
    action: "关掉其他程序，或换一个更小的模型。",
  },
  "model.load-failed": { message: "{file} 加载不了：{detail}", action: "换一个模型。" },
  "model.hash-mismatch": { message: "{file} 下载后已损坏，SHA-256 对不上。", action: "文件已删除，重新下载即可。" },
  "model.in-use": { message: "{name} 正在回答。", action: "先停止回答。" },
  "context.too-long": {
    message: "问题连同前文需要 {tokens} 个词元，模型最多 {limit} 个。",
    action: "问短一点，或新开一个对话。",
  },
  "generation.failed": { message: "模型中途停止：{detail}", action: "已写的内容还在，可以重新回答。" },

  "network.air-gap": {
    message: "你选择了离线，所以没有连接 {host}。",
    action: "单独允许这一次，或在设置里关闭离线。",
  },
  "network.not-permitted": { message: "这件事不允许连接 {host}。", action: "询问时选择允许。" },
  "network.failed": { message: "连不上 {host}：{detail}", action: "检查网络后再试，已下载的部分还在。" },
  "network.status": { message: "{host} 返回状态 {status}。", action: "稍后再试。" },
  "disk.full": { message: "磁盘已满：需要 {needMb} MB，只剩 {freeMb} MB。", action: "腾出一些空间再试。" },
};
