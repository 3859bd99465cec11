// The contract, implemented: each call is one line to the service that owns it. Holds no logic of its own.
import { cpus, freemem, totalmem } from "node:os";
import { implement, ORPCError } from "@orpc/server";
import { contract } from "../../../shared/contract/index.ts";
import type { Change, SystemInfo } from "../../../shared/contract/system.ts";
import { errorToJson, toAlcoveError } from "../../../shared/domain/errors.ts";
import type { AppService } from "../apps/service.ts";
import type { ChangeFeed } from "../changes.ts";
import type { AnalysisService } from "../chats/analysis-service.ts";
import type { AttachmentService } from "../chats/attachments.ts";
import type { ChatExport } from "../chats/export.ts";
import type { ChatOrganiser } from "../chats/organiser.ts";
import type { ChatQueue } from "../chats/queue.ts";
import type { ChatSearch } from "../chats/search.ts";
import type { ChatService } from "../chats/service.ts";
import type { DocumentService } from "../documents/service.ts";
import type { EgressService } from "../egress/service.ts";
import type { KnowledgeService } from "../knowledge/service.ts";
import type { Log, LogLine } from "../log.ts";
import type { ModelService } from "../models/service.ts";
import type { RunService } from "../runs/service.ts";
import type { SettingsService } from "../settings/service.ts";
import type { TrashService } from "../trash/service.ts";

export interface RouterServices {
  apps: AppService;
  analysis: AnalysisService;
  attachments: AttachmentService;
  chats: ChatService;
  chatExport: ChatExport;
  chatQueue: ChatQueue;
  chatSearch: ChatSearch;
  documents: DocumentService;
  egress: EgressService;
  knowledge: KnowledgeService;
  models: ModelService;
  organiser: ChatOrganiser;
  runs: RunService;
  settings: SettingsService;
  trash: TrashService;
  changes: ChangeFeed;
  log: Log;
  about: Pick<SystemInfo, "version" | "mode" | "workspace">;
  parts(): SystemInfo["parts"];
}

const DONE = { done: true } as const;

/** What a listener is told, as an async iterator that ends when `signal` aborts. */
async function* listen<T>(subscribe: (listener: (value: T) => void) => () => void, signal: AbortSignal | undefined) {
  const queue: T[] = [];
  let wake: (() => void) | undefined;
  const unsubscribe = subscribe((value) => {
    queue.push(value);
    wake?.();
  });
  const onAbort = () => wake?.();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      const value = queue.shift();
      if (value !== undefined) yield value;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener("abort", onAbort);
  }
}

export function createRouter(services: RouterServices) {
  const { apps, chats, chatQueue, documents, egress, knowledge, models, organiser, runs, settings, changes, log } =
    services;

  /** The boundary: what services throw leaves as the contract's one typed error; strangers are logged with their stack. */
  const os = implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError) throw error;
      const known = toAlcoveError(error);
      if (known.code === "internal") log.error("contract", `${path.join(".")} failed`, error);
      throw new ORPCError("ALCOVE", {
        defined: true,
        status: known.status,
        message: known.message,
        data: errorToJson(known),
      });
    }
  });

  return os.router({
    apps: {
      list: os.apps.list.handler(() => apps.list()),
      create: os.apps.create.handler(({ input }) => apps.create(input.name, input.config)),
      update: os.apps.update.handler(({ input }) => apps.update(input.appId, input)),
      remove: os.apps.remove.handler(({ input }) => {
        apps.remove(input.appId);
        return DONE;
      }),
      restore: os.apps.restore.handler(({ input }) => apps.restore(input.appId)),
    },
    changes: {
      watch: os.changes.watch.handler(({ signal }) => listen<Change>(changes.watch, signal)),
    },
    chats: {
      list: os.chats.list.handler(({ input }) => chats.list(input.limit, input.archived)),
      get: os.chats.get.handler(({ input }) => chats.get(input.conversationId, input.changedAfterMs)),
      rename: os.chats.rename.handler(({ input }) => chats.rename(input.conversationId, input.title)),
      setKnowledge: os.chats.setKnowledge.handler(({ input }) =>
        chats.setKnowledge(input.conversationId, input.knowledgeBaseIds),
      ),
      remove: os.chats.remove.handler(({ input }) => {
        chats.remove(input.conversationIds);
        return DONE;
      }),
      restore: os.chats.restore.handler(({ input }) => {
        chats.restore(input.conversationIds);
        return DONE;
      }),
      update: os.chats.update.handler(({ input }) => chats.update(input)),
      follow: os.chats.follow.handler(({ input }) => {
        chats.follow(input.messageId);
        return DONE;
      }),
      send: os.chats.send.handler(({ input }) => chats.send(input)),
      regenerate: os.chats.regenerate.handler(({ input }) => chats.regenerate(input.messageId, input.modelId)),
      continue: os.chats.continue.handler(({ input }) => chats.continue(input.messageId)),
      editAnswer: os.chats.editAnswer.handler(({ input }) => chats.editAnswer(input.messageId, input.text)),
      removeMessage: os.chats.removeMessage.handler(({ input }) => {
        chats.removeMessage(input.messageId);
        return DONE;
      }),
      restoreMessage: os.chats.restoreMessage.handler(({ input }) => {
        chats.restoreMessage(input.messageId);
        return DONE;
      }),
      rate: os.chats.rate.handler(({ input }) => {
        chats.rate(input.messageId, input.feedback, input.comment);
        return DONE;
      }),
      passages: os.chats.passages.handler(({ input }) => chats.passages(input.messageId)),
      inspect: os.chats.inspect.handler(({ input }) => chats.inspect(input.messageId)),
      search: os.chats.search.handler(({ input }) => services.chatSearch.search(input.query, input.limit)),
      export: os.chats.export.handler(({ input }) => services.chatExport(input.conversationId, input.format)),
      endTemporary: os.chats.endTemporary.handler(async ({ input }) => {
        await chats.endTemporary(input.conversationId);
        return DONE;
      }),
      drafts: os.chats.drafts.handler(() => chats.drafts()),
      setDraft: os.chats.setDraft.handler(({ input }) => {
        chats.setDraft(input.conversationId, input.text);
        return DONE;
      }),
      attach: os.chats.attach.handler(({ input }) => services.attachments.attach(input)),
      attachments: os.chats.attachments.handler(({ input }) => services.attachments.list(input.conversationId)),
      addToLibrary: os.chats.addToLibrary.handler(({ input }) => ({
        runId: services.attachments.addToLibrary(input.documentIds, input.knowledgeBaseId),
      })),
      analyse: os.chats.analyse.handler(({ input }) => services.analysis.start(input)),
      queue: {
        add: os.chats.queue.add.handler(({ input }) => chatQueue.add(input.conversationId, input.text, input.modelId)),
        update: os.chats.queue.update.handler(({ input }) => chatQueue.update(input.queuedId, input.text)),
        remove: os.chats.queue.remove.handler(({ input }) => {
          chatQueue.remove(input.queuedId);
          return DONE;
        }),
        resume: os.chats.queue.resume.handler(({ input }) => {
          chatQueue.resume(input.conversationId);
          return DONE;
        }),
      },
      folders: {
        list: os.chats.folders.list.handler(() => organiser.folders()),
        create: os.chats.folders.create.handler(({ input }) => organiser.createFolder(input.name)),
        rename: os.chats.folders.rename.handler(({ input }) => organiser.renameFolder(input.folderId, input.name)),
        remove: os.chats.folders.remove.handler(({ input }) => organiser.removeFolder(input.folderId)),
      },
      presets: {
        list: os.chats.presets.list.handler(() => organiser.presets()),
        save: os.chats.presets.save.handler(({ input }) => organiser.savePreset(input)),
        remove: os.chats.presets.remove.handler(({ input }) => {
          organiser.removePreset(input.presetId);
          return DONE;
        }),
        restore: os.chats.presets.restore.handler(({ input }) => organiser.restorePreset(input.presetId)),
      },
    },
    documents: {
      list: os.documents.list.handler(({ input }) => documents.list(input.knowledgeBaseId)),
      get: os.documents.get.handler(({ input }) => documents.get(input.documentId)),
      add: os.documents.add.handler(({ input }) => {
        knowledge.get(input.knowledgeBaseId);
        return { runId: documents.add(input.knowledgeBaseId, input.files) };
      }),
      retry: os.documents.retry.handler(({ input }) => ({ runId: documents.retry(input.documentId, input.password) })),
      remove: os.documents.remove.handler(({ input }) => {
        documents.remove(input.documentIds);
        return DONE;
      }),
      restore: os.documents.restore.handler(({ input }) => {
        documents.restore(input.documentIds);
        return DONE;
      }),
      erase: os.documents.erase.handler(async ({ input }) => {
        await documents.erase(input.documentIds);
        return DONE;
      }),
      pages: os.documents.pages.handler(({ input }) => documents.pages(input.documentId)),
      text: os.documents.text.handler(({ input }) => ({
        text: documents.text(input.documentId, input.start, input.end),
      })),
      locate: os.documents.locate.handler(({ input }) => documents.locate(input.documentId, input.start, input.end)),
      locateMany: os.documents.locateMany.handler(({ input }) =>
        documents.locateMany(input.documentId, input.passages),
      ),
      find: os.documents.find.handler(({ input, signal }) =>
        documents.find(input.documentId, input.query, input.limit, signal ?? new AbortController().signal),
      ),
      chunks: os.documents.chunks.handler(({ input }) => documents.chunks(input.documentId, input.offset, input.limit)),
      extract: os.documents.extract.handler(({ input, signal }) =>
        documents.extract(input.file, input.password, signal ?? new AbortController().signal),
      ),
    },
    egress: {
      ledger: os.egress.ledger.handler(({ input }) => egress.ledger(input.limit)),
      open: os.egress.open.handler(() => egress.open()),
    },
    evaluation: {
      retrieval: os.evaluation.retrieval.handler(({ input }) => {
        const { folder, modes, limit = null, runOut = null } = input;
        return { runId: runs.start("evaluation", folder, { folder, modes, limit, runOut }) };
      }),
    },
    knowledge: {
      list: os.knowledge.list.handler(() => knowledge.list()),
      get: os.knowledge.get.handler(({ input }) => knowledge.get(input.knowledgeBaseId)),
      create: os.knowledge.create.handler(({ input }) => knowledge.create(input.name, input.embedder)),
      rename: os.knowledge.rename.handler(({ input }) => knowledge.rename(input.knowledgeBaseId, input.name)),
      remove: os.knowledge.remove.handler(({ input }) => {
        knowledge.remove(input.knowledgeBaseId);
        return DONE;
      }),
      restore: os.knowledge.restore.handler(({ input }) => knowledge.restore(input.knowledgeBaseId)),
      search: os.knowledge.search.handler(({ input, signal }) => knowledge.search(input, signal)),
    },
    logs: { watch: os.logs.watch.handler(({ signal }) => listen<LogLine>(log.watch, signal)) },
    models: {
      list: os.models.list.handler(() => models.list()),
      catalogue: os.models.catalogue.handler(() => models.catalogue()),
      import: os.models.import.handler(({ input }) => ({ runId: models.import(input.file) })),
      download: os.models.download.handler(({ input }) => ({
        runId: models.download(input.catalogueId, input.allowHost),
      })),
      setDefault: os.models.setDefault.handler(({ input }) => {
        models.setDefault(input.modelId);
        return DONE;
      }),
      remove: os.models.remove.handler(async ({ input }) => {
        await models.remove(input.modelId);
        return DONE;
      }),
      restore: os.models.restore.handler(async ({ input }) => {
        await models.restore(input.modelId);
        return DONE;
      }),
      load: os.models.load.handler(async ({ input }) => {
        await models.load(input.modelId);
        return DONE;
      }),
    },
    runs: {
      list: os.runs.list.handler(({ input }) =>
        runs.list({ active: input.active ?? false, kind: input.kind, limit: input.limit ?? 100 }),
      ),
      get: os.runs.get.handler(({ input }) => runs.get(input.runId)),
      watch: os.runs.watch.handler(({ input, signal }) => runs.watch(input.runId, input.after, signal)),
      cancel: os.runs.cancel.handler(({ input }) => {
        runs.cancel(input.runId);
        return DONE;
      }),
      resume: os.runs.resume.handler(({ input }) => ({ runId: runs.resume(input.runId) })),
    },
    settings: {
      get: os.settings.get.handler(() => settings.get()),
      set: os.settings.set.handler(({ input }) => settings.set(input)),
    },
    system: {
      info: os.system.info.handler(() => ({
        ...services.about,
        platform: `${process.platform} ${process.arch}`,
        parts: services.parts(),
        memory: { totalBytes: totalmem(), freeBytes: freemem() },
        cores: cpus().length,
      })),
    },
    trash: {
      list: os.trash.list.handler(() => services.trash.list()),
      restore: os.trash.restore.handler(({ input }) => {
        services.trash.restore(input.items);
        return DONE;
      }),
      erase: os.trash.erase.handler(async ({ input }) => {
        await services.trash.erase(input.items);
        return DONE;
      }),
    },
  });
}
export type AppRouter = ReturnType<typeof createRouter>;
