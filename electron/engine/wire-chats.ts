// The part of the composition root that has to do with conversations: their stores on disk and in memory, what may be asked
// of them, and the runs that write answers. Called by start.ts only.
import type { InferenceMethods } from "../../shared/children/inference.ts";
import type { AppService } from "./apps/service.ts";
import type { ChangeFeed } from "./changes.ts";
import { analysisRun } from "./chats/analysis.ts";
import { analysisService } from "./chats/analysis-service.ts";
import { analysisStore } from "./chats/analysis-store.ts";
import { answerRun } from "./chats/answer.ts";
import { attachmentService } from "./chats/attachments.ts";
import { draftStore } from "./chats/draft-store.ts";
import { chatExport } from "./chats/export.ts";
import type { Foreground } from "./chats/foreground.ts";
import { chatOrganiser } from "./chats/organiser.ts";
import { organiserStore } from "./chats/organiser-store.ts";
import { chatQueue } from "./chats/queue.ts";
import { chatSearch } from "./chats/search.ts";
import { chatSearchIndex } from "./chats/search-index.ts";
import { chatSearchStore } from "./chats/search-store.ts";
import { type ChatService, chatService } from "./chats/service.ts";
import { chatStore } from "./chats/store.ts";
import { chatStores } from "./chats/stores.ts";
import { type TitleInput, titleRun } from "./chats/title.ts";
import type { Db } from "./db/open.ts";
import type { IngestInput } from "./documents/ingest.ts";
import type { DocumentService } from "./documents/service.ts";
import type { DocumentStore } from "./documents/store.ts";
import type { KnowledgeService, SearchRequest } from "./knowledge/service.ts";
import type { ModelService } from "./models/service.ts";
import type { Part } from "./parts.ts";
import type { RunService } from "./runs/service.ts";
import type { RunStore } from "./runs/store.ts";

export interface ChatWiring {
  db: Db;
  /** Temporary conversations live in a database of their own that has no file. */
  memoryDb: Db;
  runs: RunService;
  runRows: RunStore;
  memoryRunRows: RunStore;
  changes: ChangeFeed;
  apps: AppService;
  documents: DocumentService;
  documentRows: DocumentStore;
  knowledge: KnowledgeService;
  models: ModelService;
  inference: Part<InferenceMethods>;
  turns: Foreground;
}

/** Wires the services, under the names that the router knows them by, and declares the runs. */
export function wireChats(parts: ChatWiring) {
  const { db, memoryDb, runs, changes, apps, documents, documentRows, knowledge, models } = parts;
  const stores = chatStores(chatStore(db, chatSearchIndex(db)), chatStore(memoryDb, chatSearchIndex(memoryDb), true));
  const runRowsOf = (runId: string) => (parts.memoryRunRows.get(runId) ? parts.memoryRunRows : parts.runRows);

  const chats: ChatService = chatService({
    stores,
    drafts: draftStore(db),
    runs,
    changes,
    requireKnowledge: knowledge.get,
    requireApp: apps.get,
    lendApp: apps.lend,
    analyseAgain: (answer, modelId) => analysis.again(answer.id, modelId),
  });
  const analysis = analysisService({
    chats,
    stores,
    requireDocument: documents.get,
    inputOf: (runId) => runRowsOf(runId).input(runId),
  });
  const attachments = attachmentService({
    stores,
    requireKnowledge: knowledge.get,
    createHiddenBase: (name) => knowledge.create(name, undefined, "attachments"),
    documents,
    tokensOf: documentRows.tokensOf,
    chatModel: models.chatModel,
    changes,
  });

  const answering = {
    storeOf: stores.of,
    runStore: { events: (id: string, after: number, limit: number) => runRowsOf(id).events(id, after, limit) },
    inference: parts.inference,
    foreground: parts.turns,
    documents: documentRows,
    // A conversation may still name a knowledge base that was deleted since.
    search: (request: SearchRequest, signal: AbortSignal) =>
      knowledge.search({ ...request, knowledgeBaseIds: request.knowledgeBaseIds.filter(knowledge.find) }, signal),
    hasChunks: (ids: string[]) => ids.some((id) => knowledge.find(id)?.chunks),
    ingestionsOf: (baseId: string) =>
      runs
        .list({ active: true, kind: "ingest", limit: 1000 })
        .filter((run) => (parts.runRows.input(run.id) as IngestInput).knowledgeBaseId === baseId)
        .map((run) => run.id),
    runEnded: runs.ended,
    appOf: apps.orAssistant,
    chatModel: models.chatModel,
    onMeasured: models.onMeasured,
    startTitle: (input: TitleInput) => {
      runs.start("title", "", input, { temporary: stores.of(input.conversationId).temporary });
    },
    changes,
  };
  const [diskParts, memoryParts] = [analysisStore(db), analysisStore(memoryDb)];
  const partsOf = (id: string) => (stores.of(id).temporary ? memoryParts : diskParts);
  runs.declare(answerRun(answering));
  runs.declare(titleRun(answering));
  runs.declare(analysisRun({ ...answering, partsOf }));

  return {
    chats,
    analysis,
    attachments,
    chatExport: chatExport({ stores }),
    chatQueue: chatQueue({ stores, runs, changes, send: chats.send }),
    chatSearch: chatSearch({ store: chatSearchStore(db) }),
    organiser: chatOrganiser({ store: organiserStore(db), changes }),
  };
}
