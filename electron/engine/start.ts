// The composition root: the one file that wires the engine. Started by headless, by the command line, by Electron's
// utility process and by tests, each with its own way to launch children.
import { existsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { InferenceMethods } from "../../shared/children/inference.ts";
import type { Launch } from "../../shared/children/launch.ts";
import type { ParserMethods } from "../../shared/children/parser.ts";
import type { EmbedderInfo, RetrievalMethods } from "../../shared/children/retrieval.ts";
import type { SystemInfo } from "../../shared/contract/system.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { createRouter } from "./api/router.ts";
import { appService } from "./apps/service.ts";
import { appStore } from "./apps/store.ts";
import { createChangeFeed } from "./changes.ts";
import { foreground } from "./chats/foreground.ts";
import { lockWorkspace } from "./db/lock.ts";
import { migrate } from "./db/migrate.ts";
import { closeDatabase, openDatabase } from "./db/open.ts";
import { blobStore } from "./documents/blobs.ts";
import { reconcileIndex } from "./documents/indexing.ts";
import { ingestRun } from "./documents/ingest.ts";
import { documentService } from "./documents/service.ts";
import { documentStore } from "./documents/store.ts";
import { egressService } from "./egress/service.ts";
import { egressStore } from "./egress/store.ts";
import { evaluationRun } from "./evaluation/retrieval.ts";
import { knowledgeService } from "./knowledge/service.ts";
import { knowledgeStore } from "./knowledge/store.ts";
import { createLog, type Log } from "./log.ts";
import { downloadRun } from "./models/download.ts";
import { importRun } from "./models/import.ts";
import { modelService } from "./models/service.ts";
import { modelStore } from "./models/store.ts";
import { createPart, createPartPool, type PartState } from "./parts.ts";
import { preparePaths, type WorkspacePaths } from "./paths.ts";
import { runService } from "./runs/service.ts";
import { runStore } from "./runs/store.ts";
import { settingsService } from "./settings/service.ts";
import { settingsStore } from "./settings/store.ts";
import { trashService } from "./trash/service.ts";
import { trashStore } from "./trash/store.ts";
import { wireChats } from "./wire-chats.ts";

export interface EngineOptions {
  workspace: string;
  version: string;
  mode: SystemInfo["mode"];
  /** Makes the function that starts children; what they print goes into the log. */
  launch(onOutput: (part: string, line: string) => void): Launch;
  /** Another model hub, for tests. */
  hub?: { base: string; hosts: string[] };
}

const DEFAULT_EMBEDDER = "all-minilm-l6-v2/1";
const PARSERS = 2;
/**
 * How often work is given to a fresh process when one died over it: often enough for a machine in trouble, while a file
 * that is deadly by itself soon fails.
 */
const CHILD_RETRIES = 4;
/** Idle parts give their memory back; the chat model is kept longest, because loading it costs most. */
const IDLE_MS = { parser: 60_000, retrieval: 15 * 60_000, inference: 15 * 60_000 };

/**
 * Opens the workspace and brings everything up. Errors: `workspace.locked`, `workspace.read-only`,
 * `workspace.newer`, `workspace.migration-failed`.
 */
export async function startEngine(options: EngineOptions) {
  const paths: WorkspacePaths = preparePaths(options.workspace);
  const unlock = lockWorkspace(paths.lock, paths.root);
  const log: Log = createLog(paths.logs);
  const db = openDatabase(paths.database);
  try {
    migrate(db, paths.backups);
  } catch (error) {
    db.close();
    unlock();
    throw error;
  }
  const changes = createChangeFeed();
  const launch = options.launch((part, line) => log.warn(part, line));
  const onStateChange = (state: PartState) => {
    if (state.state === "restarting") log.warn("engine", `${state.name} stopped unexpectedly`);
    changes.changed("system");
  };

  let openRetrieval: Promise<{ embedders: EmbedderInfo[] }> | undefined;
  const retrieval = createPart<RetrievalMethods>("retrieval", launch, {
    idleMs: IDLE_MS.retrieval,
    retries: CHILD_RETRIES,
    onStart: (channel) => {
      const { index: indexDir, cache: cacheDir, models: modelsDir } = paths;
      openRetrieval = channel.call("open", { indexDir, cacheDir, modelsDir });
      return openRetrieval;
    },
    onStateChange,
  });
  const embedders = async (): Promise<EmbedderInfo[]> => {
    await retrieval.start();
    return (await openRetrieval)?.embedders ?? [];
  };
  const inference = createPart<InferenceMethods>("inference", launch, {
    idleMs: IDLE_MS.inference,
    retries: 0,
    onStateChange,
  });
  const parsers = createPartPool<ParserMethods>("parser", PARSERS, launch, {
    idleMs: IDLE_MS.parser,
    retries: CHILD_RETRIES,
    onStateChange,
  });

  // Temporary conversations live in a database of their own that has no file.
  const memoryDb = openDatabase(":memory:");
  migrate(memoryDb, paths.backups);
  const runRows = runStore(db);
  const memoryRunRows = runStore(memoryDb);
  const documentRows = documentStore(db);
  const settings = settingsService({ store: settingsStore(db), changes });
  const runs = runService({ store: runRows, memoryStore: memoryRunRows, changes, log });
  const egress = egressService({ store: egressStore(db), settings, changes });
  const apps = appService({ store: appStore(db), memoryStore: appStore(memoryDb), changes });
  const blobs = blobStore(paths.blobs);
  const knowledge = knowledgeService({
    store: knowledgeStore(db),
    changes,
    retrieval,
    defaultEmbedder: DEFAULT_EMBEDDER,
    chunksById: documentRows.chunksById,
  });
  const passwords = new Map<string, string>();
  const documents = documentService({ store: documentRows, blobs, parsers, retrieval, runs, changes, passwords });
  const turns = foreground();
  const models = modelService({
    store: modelStore(db),
    folder: paths.models,
    trashFolder: join(paths.trash, "models"),
    inference,
    embedders,
    settings,
    runs,
    changes,
    blobPath: blobs.pathOf,
    undisturbed: turns.during,
    log,
  });
  const talks = wireChats({
    ...{ db, memoryDb, runs, runRows, memoryRunRows, changes },
    ...{ apps, documents, documentRows, knowledge, models, inference, turns },
  });

  const stopping = new AbortController();
  const trash = trashService({
    store: trashStore(db),
    restorers: {
      conversation: (id) => talks.chats.restore([id]),
      document: (id) => documents.restore([id]),
      "knowledge-base": knowledge.restore,
      app: apps.restore,
    },
    eraseDocuments: documents.erase,
    eraseRuns: runs.erase,
    purgeChatSearch: talks.chatSearch.purge,
    retrieval,
    changes,
  });

  const embedderById = async (id: string): Promise<EmbedderInfo> => {
    const embedder = (await embedders()).find((each) => each.id === id);
    if (!embedder) throw new AlcoveError("embedder.unknown", { id });
    return embedder;
  };
  runs.declare(
    ingestRun({
      store: documentRows,
      blobs,
      parsers,
      retrieval,
      embedderOf: async (baseId) => {
        // Rows that are written while an index is put straight would count as left over.
        await indexesRecovered;
        return embedderById(knowledge.get(baseId).embedder);
      },
      passwordOf: (runId) => passwords.get(runId),
      changes,
      log,
    }),
  );
  runs.declare(importRun({ store: modelStore(db), folder: paths.models, inference, changes }));
  runs.declare(
    downloadRun({
      store: modelStore(db),
      folder: paths.models,
      egress,
      inference,
      changes,
      ...(options.hub ? { hub: options.hub } : {}),
    }),
  );
  runs.declare(
    evaluationRun({
      knowledge,
      blobs,
      documentsOf: documents.list,
      ingest: async (knowledgeBaseId, files, { signal }) => {
        const runId = documents.add(knowledgeBaseId, files);
        const stop = () => runs.cancel(runId);
        signal.addEventListener("abort", stop, { once: true });
        return runs.result(runId).finally(() => signal.removeEventListener("abort", stop));
      },
    }),
  );

  const unclean = join(paths.root, "unclean");
  const wasUnclean = existsSync(unclean);
  writeFileSync(unclean, String(process.pid));
  let indexesSound = true;
  /** Puts the indexes straight after a crash; searches before it has ended may miss a passage, never show a wrong one. */
  const recoverIndexes = async () => {
    for (const base of knowledge.every()) {
      try {
        const embedder = await embedderById(base.embedder);
        const { signal } = new AbortController();
        const done = await reconcileIndex({ store: documentRows, retrieval }, { id: base.id, embedder }, signal);
        if (done.removed + done.rewritten > 0) {
          log.info("engine", `index of ${base.id}: ${done.removed} removed, ${done.rewritten} rewritten`);
        }
      } catch (error) {
        indexesSound = false;
        log.error("engine", `the index of ${base.id} could not be put straight`, error);
      }
    }
  };
  blobs.removePartial();
  runs.recover("interrupt");
  const indexesRecovered = wasUnclean ? recoverIndexes() : Promise.resolve();
  const recovered = (async () => {
    await indexesRecovered;
    runs.recover("resume");
    await models.recover();
    await talks.chatSearch.backfill(stopping.signal);
  })();
  recovered.catch((error) => log.error("engine", "recovery failed", error));
  log.info("engine", `started ${options.version} (${options.mode})`);

  const router = createRouter({
    ...talks,
    apps,
    documents,
    egress,
    knowledge,
    models,
    runs,
    settings,
    trash,
    changes,
    log,
    about: { version: options.version, mode: options.mode, workspace: paths.root },
    parts: () => [
      { name: "engine", state: "running", restarts: 0, pid: process.pid },
      retrieval.state(),
      inference.state(),
      ...parsers.states(),
    ],
  });

  return {
    router,
    paths,
    log,
    blobs,
    settings,
    /** Resolves when what an earlier crash left is put straight. */
    recovered,
    /** Ends all work, keeps what was done, and lets the workspace go. */
    async stop(): Promise<void> {
      stopping.abort();
      await runs.stop();
      for (const part of [retrieval, inference, parsers]) part.stop();
      log.info("engine", "stopped");
      await log.flush();
      memoryDb.close();
      closeDatabase(db);
      if (indexesSound) await rm(unclean, { force: true });
      unlock();
    },
  };
}
export type Engine = Awaited<ReturnType<typeof startEngine>>;
