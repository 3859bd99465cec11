// The menu of an answer: copying in forms, answering with another model, comparing, changing, looking inside, removing.
import { Columns2, Ellipsis, FileCode, Pencil, Quote, RotateCcw, ScanSearch, Trash2 } from "lucide-react";
import { useModels } from "../../../data/queries.ts";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { copyAsMarkdown, copyAsQuotation } from "../copy.ts";
import { answerAgain } from "../send.ts";
import { useChat } from "../store.ts";
import type { ThreadMessage } from "../thread.ts";
import { removeMessage } from "./commands.ts";

/** Everything that is done now and then, so that the line under the answer stays short. */
export function AnswerMenu({ message, siblings }: ThreadMessage) {
  const t = useText();
  const models = (useModels().data ?? []).filter((model) => model.kind === "chat");
  const items: (MenuItem | null)[] = [];
  if (message.text) {
    items.push(
      { label: t("message.copyMarkdown"), icon: FileCode, onChoose: () => void copyAsMarkdown(message) },
      { label: t("message.copyQuotation"), icon: Quote, onChoose: () => void copyAsQuotation(message) },
      null,
    );
  }
  if (message.answerKind !== "analysis") {
    for (const model of models) {
      items.push({
        label: t("chat.answerWith", { model: model.name }),
        icon: RotateCcw,
        onChoose: () => void answerAgain(message, model.id),
      });
    }
    items.push(
      { label: t("chat.quoteOnly"), icon: RotateCcw, onChoose: () => void answerAgain(message, "none") },
      null,
    );
  }
  if (siblings.length > 1) {
    items.push({
      label: t("message.compare"),
      icon: Columns2,
      onChoose: () => useChat.setState({ comparing: message.parentId, open: null }),
    });
  }
  if (message.text) {
    items.push({
      label: t("message.editAnswer"),
      icon: Pencil,
      onChoose: () => useChat.setState({ editing: message.id }),
    });
  }
  items.push(
    {
      label: t("inspect.open"),
      icon: ScanSearch,
      onChoose: () => useChat.setState({ side: { show: "inspect", messageId: message.id }, open: null }),
    },
    null,
    { label: t("message.removeAnswer"), icon: Trash2, danger: true, onChoose: () => void removeMessage(message, t) },
  );
  return (
    <Menu
      label={t("message.moreAnswer")}
      items={items}
      button={(props) => <IconButton icon={Ellipsis} size={14} label={t("message.moreAnswer")} {...props} />}
    />
  );
}
