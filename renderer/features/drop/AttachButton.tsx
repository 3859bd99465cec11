// The paper clip of the composer: files go straight into the chat that is open.
import { Paperclip } from "lucide-react";
import { ACCEPTED_FILES } from "../../../shared/domain/formats.ts";
import type { KnownConversation } from "../../data/conversation.ts";
import { keys, queryClient } from "../../data/queries.ts";
import { chooseFiles } from "../../frame/add-documents.ts";
import { offerFiles } from "../../frame/DropTarget.tsx";
import { parseRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { useChat } from "../chat/store.ts";
import { askAbout } from "./commands.ts";
import { canBeRead, kindOf } from "./kinds.ts";

/** Adds files to the chat that is open, or to a new one. Where that cannot be, the sheet says why and what can. */
export function attachHere(files: readonly File[]): void {
  const { place, id } = parseRoute(location.hash);
  const open = place === "chat" ? id : null;
  const known = open && queryClient.getQueryData<KnownConversation>(keys.conversation(open));
  const temporary = known ? known.conversation.temporary : useChat.getState().newChat.temporary;
  const simple = !temporary && files.every((file) => canBeRead(kindOf(file)));
  if (simple && files.length > 0) void askAbout(files, open);
  else offerFiles(files);
}

/** Chooses files for the chat that is open. */
export function AttachButton() {
  const t = useText();
  return (
    <IconButton
      icon={Paperclip}
      label={t("drop.attach")}
      onClick={() => void chooseFiles(ACCEPTED_FILES).then(attachHere)}
    />
  );
}
