// Saves a conversation as a file: Markdown and JSON as the engine writes them, PDF as the window prints it.
import type { Conversation } from "../../../shared/contract/chats.ts";
import { safeFileName } from "../../../shared/domain/file-names.ts";
import { client } from "../../client.ts";
import { printConversation } from "./print/print.tsx";

export type ExportFormat = "markdown" | "json" | "pdf";

/** Hands a file to the person: the browser's download, or the system's save dialog in Electron. */
function download(fileName: string, mediaType: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // A download that has not begun yet would find nothing at the address.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Exports the branch that is followed (JSON: all of them). Rejects where the conversation is gone. */
export async function exportConversation({ id, title }: Conversation, format: ExportFormat): Promise<void> {
  if (format === "pdf") {
    const known = await client.chats.get({ conversationId: id });
    await printConversation(known, `${safeFileName(title, "Alcove")}.pdf`);
    return;
  }
  const { fileName, mediaType, text } = await client.chats.export({ conversationId: id, format });
  download(fileName, mediaType, text);
}
