// Chat models: files in the workspace's models folder, one of them the default.
import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import type { GenerateResult, InferenceMethods } from "../../../shared/children/inference.ts";
import type { EmbedderInfo } from "../../../shared/children/retrieval.ts";
import type { FileSource } from "../../../shared/contract/base.ts";
import type { Model } from "../../../shared/contract/models.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { ChangeFeed } from "../changes.ts";
import type { Log } from "../log.ts";
import type { Part } from "../parts.ts";
import type { RunService } from "../runs/service.ts";
import type { SettingsService } from "../settings/service.ts";
import { catalogueEntries, HUB_HOST } from "./catalogue.ts";
import { registerModel } from "./import.ts";
import type { ModelRow, ModelStore } from "./store.ts";

/** Weight of the newest answer in the running average of a model's speed. */
const NEWEST_WEIGHT = 0.3;

export function modelService(deps: {
  store: ModelStore;
  folder: string;
  trashFolder: string;
  inference: Part<InferenceMethods>;
  embedders(): Promise<EmbedderInfo[]>;
  settings: SettingsService;
  runs: RunService;
  changes: ChangeFeed;
  blobPath(blobId: string): string;
  /** Does some work for which whatever is not urgent lets go of the model. */
  undisturbed<T>(work: () => Promise<T>): Promise<T>;
  log: Log;
}) {
  const { store, settings, runs, changes } = deps;
  let loadedPath: string | undefined;
  const pathOf = (model: ModelRow): string => join(deps.folder, model.file);
  const get = (id: string): ModelRow => {
    const model = store.get(id);
    if (!model) throw new AlcoveError("not-found", { what: "model", id });
    return model;
  };
  /** The chosen default, else the first that was installed. */
  const defaultModel = (): ModelRow | undefined => {
    const chat = store.list().filter((model) => model.kind === "chat");
    return chat.find((model) => model.id === settings.get().defaultModelId) ?? chat[0];
  };

  return {
    async list(): Promise<Model[]> {
      const fallback = defaultModel();
      const chat = store.list().map((model): Model => {
        const { id, kind, name, file, sizeBytes, architecture, quantization, contextTokens, licence, measured } = model;
        return {
          ...{ id, kind, name, file, sizeBytes, architecture, quantization, contextTokens, licence, measured },
          languages: [],
          isDefault: id === fallback?.id,
          loaded: pathOf(model) === loadedPath && deps.inference.state().state === "running",
        };
      });
      const embedding = (await deps.embedders()).map(
        (embedder): Model => ({
          id: embedder.id,
          kind: "embedding",
          name: embedder.name,
          file: "",
          sizeBytes: 0,
          architecture: null,
          quantization: null,
          contextTokens: embedder.maxTokens,
          licence: "Apache-2.0",
          languages: embedder.languages,
          isDefault: true,
          loaded: true,
          measured: null,
        }),
      );
      return [...chat, ...embedding];
    },
    catalogue: () => {
      const files = new Set(store.list().map((model) => model.file));
      return catalogueEntries.map((entry) => ({
        ...entry,
        installed: files.has(entry.file.split("/").at(-1)!),
        host: HUB_HOST,
      }));
    },
    /** The model to answer with: the one asked for, else the default; null where none is installed. */
    chatModel(id: string | null) {
      const model = id === null ? defaultModel() : get(id);
      return model ? { id: model.id, name: model.name, path: pathOf(model), contextTokens: model.contextTokens } : null;
    },
    import(file: FileSource): string {
      const input =
        "path" in file
          ? { path: file.path, fileName: basename(file.path) }
          : { path: deps.blobPath(file.blobId), fileName: file.fileName };
      return runs.start("model-import", input.fileName, input);
    },
    download(catalogueId: string, allowHost: boolean): string {
      const entry = catalogueEntries.find((each) => each.id === catalogueId);
      if (!entry) throw new AlcoveError("not-found", { what: "model in the catalogue", id: catalogueId });
      return runs.start("model-download", entry.name, { catalogueId, allowHost });
    },
    setDefault(id: string): void {
      get(id);
      settings.set({ defaultModelId: id });
      changes.changed("models");
    },
    async remove(id: string): Promise<void> {
      const model = get(id);
      await deps.undisturbed(() => deps.inference.call("unload", { path: pathOf(model) }));
      await mkdir(deps.trashFolder, { recursive: true });
      await rename(pathOf(model), join(deps.trashFolder, model.file)).catch(() => {});
      store.setDeleted(id, Date.now());
      changes.changed("models", id);
    },
    async restore(id: string): Promise<void> {
      const model = store.trashed(id);
      if (!model) throw new AlcoveError("not-found", { what: "model", id });
      await rename(join(deps.trashFolder, model.file), pathOf(model));
      store.setDeleted(id, null);
      changes.changed("models", id);
    },
    async load(id: string): Promise<void> {
      const model = get(id);
      await deps.inference.call("load", { path: pathOf(model) });
      loadedPath = pathOf(model);
      changes.changed("models", id);
    },
    /** Keeps the speed that a model really had, as a running average. */
    onMeasured(id: string, result: GenerateResult): void {
      const model = store.get(id);
      const decodeMs = result.timings.totalMs - result.timings.firstTokenMs;
      if (!model || result.completionTokens < 8 || decodeMs <= 0 || result.timings.promptMs <= 0) return;
      loadedPath = pathOf(model);
      const now = {
        promptTokensPerSecond: result.promptTokens / (result.timings.promptMs / 1000),
        tokensPerSecond: (result.completionTokens - 1) / (decodeMs / 1000),
      };
      const old = model.measured;
      const blend = (before: number | undefined, after: number) =>
        before === undefined ? after : before + NEWEST_WEIGHT * (after - before);
      store.setMeasured(id, {
        promptTokensPerSecond: blend(old?.promptTokensPerSecond, now.promptTokensPerSecond),
        tokensPerSecond: blend(old?.tokensPerSecond, now.tokensPerSecond),
      });
      changes.changed("models", id);
    },
    /** On start: files that were put into the models folder by hand become models; those that vanished go. */
    async recover(): Promise<void> {
      const files = (await readdir(deps.folder)).filter((file) => /\.gguf$/i.test(file));
      for (const model of store.list()) if (!files.includes(model.file)) store.setDeleted(model.id, Date.now());
      const known = new Set(store.list().map((model) => model.file));
      for (const file of files) {
        if (known.has(file)) continue;
        try {
          const info = await deps.inference.call("inspect", { path: join(deps.folder, file) });
          registerModel(store, { name: file, sha256: null, source: null }, info);
          changes.changed("models");
        } catch (error) {
          deps.log.warn("models", `${file} in the models folder was left out: ${String(error)}`);
        }
      }
    },
  };
}
export type ModelService = ReturnType<typeof modelService>;
