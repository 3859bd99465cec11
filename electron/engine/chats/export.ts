// A conversation as a file: Markdown of the branch that is followed, to read; JSON with all branches, to keep.
import type { Message } from "../../../shared/contract/chats.ts";
import { escapeMarkdown, noteOf, replaceMarks } from "../../../shared/domain/citation-notes.ts";
import { safeFileName } from "../../../shared/domain/file-names.ts";
import type { ChatStores } from "./stores.ts";

export interface ExportedFile {
  fileName: string;
  mediaType: string;
  text: string;
}

/** Version of the JSON form; higher where a reader of this one would misread it. */
const JSON_VERSION = 1;
/** A question that makes a good heading is one line, and not longer than this. */
const HEADING_LENGTH = 160;

/** Messages from the first to `leafId`. */
function branchOf(messages: readonly Message[], leafId: string | null): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  for (let at = byId.get(leafId ?? ""); at; at = byId.get(at.parentId ?? "")) branch.unshift(at);
  return branch;
}

const question = (text: string): string =>
  text.includes("\n") || text.length > HEADING_LENGTH
    ? text.replaceAll(/^/gm, "> ").replaceAll(/^> $/gm, ">")
    : `## ${escapeMarkdown(text)}`;

/** Footnotes count through the whole text, in order of appearance. */
function markdownOf(title: string, branch: readonly Message[]): string {
  const parts = [`# ${escapeMarkdown(title)}`];
  const notes: string[] = [];
  for (const { role, text, citations, language } of branch) {
    if (text.trim() === "") continue;
    if (role === "user") {
      parts.push(question(text.trim()));
      continue;
    }
    const numbers = new Map<number, number>();
    parts.push(
      replaceMarks(text.trim(), citations, (n) => {
        const known = numbers.get(n);
        if (known !== undefined) return `[^${known}]`;
        const citation = citations.find((each) => each.n === n)!;
        const number = notes.push(noteOf(citation, language));
        numbers.set(n, number);
        return `[^${number}]`;
      }),
    );
  }
  if (notes.length > 0) parts.push(notes.map((note, at) => `[^${at + 1}]: ${note}`).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

export function chatExport(deps: { stores: ChatStores }) {
  /** Errors: `not-found`. */
  return (conversationId: string, format: "markdown" | "json"): ExportedFile => {
    const { store, conversation } = deps.stores.conversation(conversationId);
    const messages = store.messages(conversationId);
    const name = safeFileName(conversation.title, "Alcove");
    if (format === "markdown") {
      const text = markdownOf(conversation.title, branchOf(messages, store.leaf(conversation)));
      return { fileName: `${name}.md`, mediaType: "text/markdown", text };
    }
    const whole = { format: "alcove-conversation", version: JSON_VERSION, exportedAtMs: Date.now() };
    const text = `${JSON.stringify({ ...whole, conversation, messages }, null, 2)}\n`;
    return { fileName: `${name}.json`, mediaType: "application/json", text };
  };
}
export type ChatExport = ReturnType<typeof chatExport>;
