// What can be done to a question: changing it, copying it, taking it out. Shown on hover and focus.
import { Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { memo } from "react";
import type { Message } from "../../../../shared/contract/chats.ts";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { useChat } from "../store.ts";
import { removeMessage } from "./commands.ts";

/** Edit, and a menu for the rest. A question that asks for an analysis cannot be worded anew. */
export const QuestionActions = memo(function QuestionActions({ message }: { message: Message }) {
  const t = useText();
  return (
    <span className="asked-actions">
      {message.analysis === null && (
        <IconButton
          icon={Pencil}
          size={14}
          label={t("message.editQuestion")}
          onClick={() => useChat.setState({ editing: message.id })}
        />
      )}
      <Menu
        label={t("message.moreQuestion")}
        button={(props) => <IconButton icon={Ellipsis} size={14} label={t("message.moreQuestion")} {...props} />}
        items={[
          {
            label: t("message.copyQuestion"),
            icon: Copy,
            onChoose: () => void navigator.clipboard.writeText(message.text),
          },
          null,
          {
            label: t("message.removeTurn"),
            icon: Trash2,
            danger: true,
            onChoose: () => void removeMessage(message, t),
          },
        ]}
      />
    </span>
  );
});
