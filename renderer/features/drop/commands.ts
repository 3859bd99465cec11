// What can be done with files: ask about them, have them read whole, put them into the library, take them out again.
import type { FileSource } from "../../../shared/contract/base.ts";
import type { AnalysisKind, Conversation } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { client } from "../../client.ts";
import { queryClient } from "../../data/queries.ts";
import { addDocuments, upload } from "../../frame/add-documents.ts";
import { go } from "../../frame/route.ts";
import type { Translate } from "../../i18n/index.ts";
import { type Language, useLanguageStore } from "../../i18n/language.ts";
import { showToast } from "../../ui/Toast.tsx";
import { carryDraft, draftName } from "../chat/drafts.ts";
import { attempt } from "../chat/send.ts";
import { plainNewChat, useChat } from "../chat/store.ts";
import { noteStarted } from "../knowledge/store.ts";
import { type AnalysisLanguage, awaitAnalysis, noteAdded, useAnalysisLanguage } from "./store.ts";

/** Of the query that lists a conversation's files; documents change it. */
export const attachmentsKey = (conversationId: string) => ["documents", "attachments", conversationId] as const;

const ownLanguage = (language: Language): AnalysisLanguage => (language === "zh-CN" ? "zh" : "en");

/** The language that analyses are written in: the one chosen last, else the window's. */
export function useChosenLanguage(): AnalysisLanguage {
  const own = useLanguageStore((state) => ownLanguage(state.language));
  return useAnalysisLanguage((state) => state.language) ?? own;
}

export const focusComposer = (): void =>
  void setTimeout(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());

/** Attaches files that the engine knows. A new chat gets what was chosen for it, and asks its files alone unless more was. */
async function attachSources(files: FileSource[], conversationId: string | null) {
  const { newChat } = useChat.getState();
  const knowledgeBaseIds = newChat.knowledgeBaseIds ?? [];
  const added = await client.chats.attach({ files, ...(conversationId ? { conversationId } : { knowledgeBaseIds }) });
  noteAdded(added.conversationId, added.runId);
  if (!conversationId) {
    const { appId, modelId, settings, presetId, temporary } = newChat;
    if (newChat !== plainNewChat && !temporary) {
      await client.chats.update({
        conversationId: added.conversationId,
        ...(appId && { appId }),
        ...{ modelId, settings, presetId },
      });
    }
    useChat.setState({ newChat: plainNewChat });
    carryDraft(draftName(null, false), added.conversationId);
  }
  void queryClient.invalidateQueries({ queryKey: attachmentsKey(added.conversationId) });
  void queryClient.invalidateQueries({ queryKey: ["chats"] });
  go({ place: "chat", id: added.conversationId });
  return added;
}

/** Adds files to a conversation, or to a new one, and lets the person write the question. */
export async function askAbout(files: readonly File[], conversationId: string | null): Promise<void> {
  if (await upload(files, (sources) => attachSources(sources, conversationId))) focusComposer();
}

/** Adds files to a conversation, or to a new one, and has them read whole as soon as their text is there. */
export async function analyseFiles(
  files: readonly File[],
  conversationId: string | null,
  kind: AnalysisKind,
  language: AnalysisLanguage,
): Promise<void> {
  const added = await upload(files, (sources) => attachSources(sources, conversationId));
  if (added) awaitAnalysis({ ...added, kind, language });
}

const QUESTIONS = {
  summary: "drop.askSummary",
  "key-points": "drop.askKeyPoints",
  full: "drop.askFull",
} as const satisfies Record<AnalysisKind, string>;

/** Names of files as a person would list them. */
function listed(names: readonly string[], t: Translate): string {
  const [first = "", ...more] = names;
  return more.length === 0
    ? first
    : more.length === 1
      ? t("drop.two", { first, second: more[0]! })
      : t("drop.firstAndMore", { first, n: more.length });
}

/** Has documents of a conversation read whole; the question stands in the conversation in the person's words. */
export async function analyse(
  conversationId: string,
  documents: readonly Pick<Document, "id" | "name">[],
  kind: AnalysisKind,
  language: AnalysisLanguage,
  t: Translate,
): Promise<void> {
  const documentIds = documents.map(({ id }) => id);
  const names = documents.map(({ name }) => name);
  const text = t(QUESTIONS[kind], { names: listed(names, t) });
  const started = await attempt(conversationId, () =>
    client.chats.analyse({ conversationId, documentIds, kind, language, text }),
  );
  if (started) void queryClient.invalidateQueries({ queryKey: ["chats"] });
}

/** A new chat with a copy of a document of the library, which is read whole there, or waits for a question. */
export async function openInChat(
  document: Document,
  next: { kind: AnalysisKind; language: AnalysisLanguage } | null,
): Promise<void> {
  const source = { blobId: document.blobId, fileName: document.name };
  const added = await attempt("", () => attachSources([source], null));
  if (!added) go({ place: "chat" });
  else if (next) awaitAnalysis({ ...added, ...next });
  else focusComposer();
}

/** Says what goes into the library, and offers to look. */
function sayAdding(what: string, base: { id: string; name: string }, t: Translate): void {
  showToast(t("drop.addingTo", { what, base: base.name }), {
    label: t("drop.show"),
    run: () => go({ place: "library", id: base.id }),
  });
}

/** Adds files to a knowledge base (null: the first one), which the conversation that is open then asks as well. */
export async function addToLibrary(
  files: readonly File[],
  base: { id: string; name: string } | null,
  conversation: Conversation | null,
  t: Translate,
): Promise<void> {
  const added = await addDocuments(files, base?.id ?? null);
  if (!added) return;
  const { knowledgeBaseId, runId } = added;
  const names = files.map(({ name }) => name);
  noteStarted(knowledgeBaseId, runId, names);
  sayAdding(listed(names, t), base ?? { id: knowledgeBaseId, name: t("frame.myDocuments") }, t);
  if (!conversation || conversation.knowledgeBaseIds.includes(knowledgeBaseId)) return;
  const knowledgeBaseIds = [...conversation.knowledgeBaseIds, knowledgeBaseId];
  await attempt(conversation.id, () =>
    client.chats.setKnowledge({ conversationId: conversation.id, knowledgeBaseIds }),
  );
}

/** Puts a file of a conversation into a knowledge base too. */
export async function keepInLibrary(
  conversationId: string,
  document: Document,
  base: { id: string; name: string },
  t: Translate,
): Promise<void> {
  const added = await attempt(conversationId, () =>
    client.chats.addToLibrary({ documentIds: [document.id], knowledgeBaseId: base.id }),
  );
  if (!added) return;
  noteStarted(base.id, added.runId, [document.name]);
  void queryClient.invalidateQueries({ queryKey: ["runs"] });
  sayAdding(document.name, base, t);
}

/** Moves a file of a conversation to the trash and offers to undo it. */
export async function removeAttachment(conversationId: string, document: Document, t: Translate): Promise<void> {
  const documentIds = [document.id];
  const refresh = () => void queryClient.invalidateQueries({ queryKey: attachmentsKey(conversationId) });
  if (!(await attempt(conversationId, () => client.documents.remove({ documentIds })))) return;
  refresh();
  showToast(t("knowledge.removedOne", { name: document.name }), {
    label: t("common.undo"),
    run: () => void client.documents.restore({ documentIds }).then(refresh),
  });
}

/** Reads a file that failed once more. */
export async function readOnceMore(conversationId: string, document: Document): Promise<void> {
  const again = await attempt(conversationId, () => client.documents.retry({ documentId: document.id }));
  if (!again) return;
  noteAdded(conversationId, again.runId);
  void queryClient.invalidateQueries({ queryKey: ["documents"] });
}

/** Opens a file of a conversation to read. */
export const openDocument = (document: Document): void =>
  go({
    place: "library",
    id: document.knowledgeBaseId,
    documentId: document.id,
    passage: { start: 0, end: 0 },
  });
