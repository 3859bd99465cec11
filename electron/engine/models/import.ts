// The run `model-import`: a GGUF file is checked by the inference process and copied into the workspace.
import { copyFile, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Channel } from "../../../shared/children/channel.ts";
import type { InferenceMethods, ModelFileInfo } from "../../../shared/children/inference.ts";
import { AlcoveError, toAlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import type { RunKindDeclaration } from "../runs/service.ts";
import type { ModelStore } from "./store.ts";

export interface ImportInput {
  /** The file to copy, and what it is to be called. */
  path: string;
  fileName: string;
}

/** The row of a model file that already lies in the models folder. */
export function registerModel(
  store: ModelStore,
  file: { name: string; sha256: string | null; source: string | null },
  info: ModelFileInfo,
): string {
  const known = store.list().find((model) => model.file === file.name);
  if (known) return known.id;
  const id = newId();
  store.insert({
    id,
    kind: "chat",
    name: info.name ?? file.name.replace(/\.gguf$/i, ""),
    file: file.name,
    sizeBytes: info.sizeBytes,
    sha256: file.sha256,
    architecture: info.architecture,
    quantization: info.quantization,
    parameters: info.parameters,
    contextTokens: info.contextTokens,
    licence: info.licence,
    source: file.source,
  });
  return id;
}

export function importRun(deps: {
  store: ModelStore;
  folder: string;
  inference: Pick<Channel<InferenceMethods>, "call">;
  changes: ChangeFeed;
}): RunKindDeclaration<ImportInput> {
  return {
    kind: "model-import",
    afterRestart: "interrupt",
    concurrency: 1,
    async work(input, { signal, emit, runId }) {
      const name = basename(input.fileName);
      const stats = await stat(input.path).catch((error) => {
        throw new AlcoveError("file.not-found", { path: input.path }, { cause: error });
      });
      if (!stats.isFile()) throw new AlcoveError("model.invalid", { file: name, detail: "it is not a file" });
      emit({ type: "step", step: "checking" });
      const info = await deps.inference.call("inspect", { path: input.path }, { signal }).catch((error) => {
        // An uploaded file lies under its hash; the person knows it by its name.
        const known = toAlcoveError(error);
        throw "file" in known.params ? new AlcoveError(known.code, { ...known.params, file: name }) : known;
      });
      emit({ type: "step", step: "copying" });
      const target = join(deps.folder, /\.gguf$/i.test(name) ? name : `${name}.gguf`);
      if (target !== input.path) {
        const partial = join(deps.folder, `${runId}.part`);
        try {
          await copyFile(input.path, partial);
          signal.throwIfAborted();
          await rename(partial, target);
        } finally {
          await rm(partial, { force: true });
        }
      }
      const modelId = registerModel(deps.store, { name: basename(target), sha256: null, source: input.path }, info);
      deps.changes.changed("models", modelId);
      return { modelId };
    },
  };
}
