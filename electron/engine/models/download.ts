// The run `model-download`: one file from the hub, resumed where it stopped, checked by its hash before it counts.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Channel } from "../../../shared/children/channel.ts";
import type { InferenceMethods } from "../../../shared/children/inference.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { ChangeFeed } from "../changes.ts";
import type { EgressGrant, EgressService } from "../egress/service.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import { catalogueEntries, HUB_HOST, HUB_HOSTS, hubAddress } from "./catalogue.ts";
import { registerModel } from "./import.ts";
import type { ModelStore } from "./store.ts";

export interface DownloadInput {
  catalogueId: string;
  /** The person's consent to contact the hub for this one download. */
  allowHost: boolean;
}

/** What the hub says of a file; kept beside the partial file, so that a resumed download is of the same one. */
interface FileFacts {
  etag: string | null;
  sizeBytes: number | null;
  sha256: string | null;
}

const PROGRESS_MS = 250;
/** Broken connections in a row, none of which brought anything, before a download gives up. */
const MAX_FAILURES = 5;
/** Doubles with each of them. */
const FIRST_WAIT_MS = 500;
const isHash = (text: string | null): text is string => text !== null && /^[0-9a-f]{64}$/.test(text);

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (stats) => stats.size,
    () => 0,
  );

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk);
  return hash.digest("hex");
}

export function downloadRun(deps: {
  store: ModelStore;
  folder: string;
  egress: EgressService;
  inference: Pick<Channel<InferenceMethods>, "call">;
  changes: ChangeFeed;
  /** Another hub, for tests: its address and host names. */
  hub?: { base: string; hosts: string[] };
}): RunKindDeclaration<DownloadInput> {
  const hosts = deps.hub?.hosts ?? HUB_HOSTS;

  /** Facts from the hub's own metadata: LFS files name their SHA-256 as the linked ETag. */
  const askFacts = async (address: string, grant: EgressGrant | null, signal: AbortSignal): Promise<FileFacts> => {
    const head = await deps.egress.fetch(address, { purpose: "model-download", grant, method: "HEAD", signal });
    if (head.status >= 400) throw new AlcoveError("network.status", { host: HUB_HOST, status: head.status });
    // The hub tells them on its redirect; where that leads to knows only its own.
    const linked = (name: string) => [...head.redirects, head.headers].map((each) => each.get(name)).find(Boolean);
    const etag = (linked("x-linked-etag") ?? head.headers.get("etag"))?.replaceAll('"', "") ?? null;
    const size = linked("x-linked-size") ?? head.headers.get("content-length");
    return { etag, sizeBytes: size ? Number(size) : null, sha256: isHash(etag) ? etag : null };
  };

  /** Appends what is missing of `address` to `partial`. Returns when the file has its full size. */
  const fetchRest = async (
    address: string,
    partial: string,
    facts: FileFacts,
    grant: EgressGrant | null,
    context: RunContext,
  ) => {
    const { signal, emit } = context;
    let present = await sizeOf(partial);
    if (facts.sizeBytes !== null && present === facts.sizeBytes) return;
    // More than the whole cannot be a part of it.
    if (facts.sizeBytes !== null && present > facts.sizeBytes) present = 0;
    const headers: Record<string, string> = present > 0 ? { range: `bytes=${present}-` } : {};
    const response = await deps.egress.fetch(address, { purpose: "model-download", grant, headers, signal });
    if (response.status >= 400 || !response.body) {
      throw new AlcoveError("network.status", { host: HUB_HOST, status: response.status });
    }
    // A server that ignores the range sends the whole file again.
    const appending = response.status === 206;
    const file = await open(partial, appending ? "a" : "w");
    let done = appending ? present : 0;
    let toldMs = 0;
    try {
      for await (const chunk of response.body) {
        await file.write(chunk);
        done += chunk.byteLength;
        if (performance.now() - toldMs > PROGRESS_MS) {
          toldMs = performance.now();
          emit({ type: "progress", done, total: facts.sizeBytes, unit: "bytes" });
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (facts.sizeBytes !== null && done < facts.sizeBytes) {
      throw new AlcoveError("network.failed", { host: HUB_HOST, detail: "the connection was closed early" });
    }
    emit({ type: "progress", done, total: facts.sizeBytes ?? done, unit: "bytes" });
  };

  return {
    kind: "model-download",
    afterRestart: "resume",
    concurrency: 1,
    async work(input, context) {
      const { signal, emit, runId } = context;
      const entry = catalogueEntries.find((each) => each.id === input.catalogueId);
      if (!entry) throw new AlcoveError("not-found", { what: "model in the catalogue", id: input.catalogueId });
      const grant: EgressGrant | null = input.allowHost ? { purpose: "model-download", hosts, runId } : null;
      const address = hubAddress(entry, deps.hub?.base);
      const partial = join(deps.folder, `${entry.id}.part`);
      const factsFile = join(deps.folder, `${entry.id}.part.json`);
      const target = join(deps.folder, entry.file.split("/").at(-1)!);

      emit({ type: "step", step: "connecting" });
      const told = await askFacts(address, grant, signal);
      // What the hub says of this very revision comes before what the catalogue was told.
      const facts: FileFacts = {
        ...told,
        sha256: told.sha256 ?? entry.sha256,
        sizeBytes: told.sizeBytes ?? entry.sizeBytes,
      };
      const earlier = await readFile(factsFile, "utf8").then(
        (text) => JSON.parse(text) as FileFacts,
        () => null,
      );
      if (earlier && earlier.etag !== facts.etag) await rm(partial, { force: true });
      await writeFile(factsFile, JSON.stringify(facts));
      if (facts.sizeBytes !== null) {
        const disk = await statfs(deps.folder);
        const freeBytes = disk.bavail * disk.bsize;
        const needBytes = facts.sizeBytes - (await sizeOf(partial));
        if (needBytes > freeBytes) {
          const [needMb, freeMb] = [Math.ceil(needBytes / 1e6), Math.floor(freeBytes / 1e6)];
          throw new AlcoveError("disk.full", { needMb, freeMb });
        }
      }
      emit({ type: "step", step: "downloading" });
      for (let failures = 0; ; ) {
        const before = await sizeOf(partial);
        try {
          await fetchRest(address, partial, facts, grant, context);
          break;
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof AlcoveError) || error.code !== "network.failed") throw error;
          failures = (await sizeOf(partial)) > before ? 1 : failures + 1;
          if (failures === MAX_FAILURES) throw error;
          await setTimeout(FIRST_WAIT_MS * 2 ** (failures - 1), undefined, { signal });
        }
      }
      emit({ type: "step", step: "checking" });
      const discard = () => Promise.all([partial, factsFile].map((file) => rm(file, { force: true })));
      const sha256 = await hashFile(partial, signal);
      if (facts.sha256 && sha256 !== facts.sha256) {
        await discard();
        throw new AlcoveError("model.hash-mismatch", { file: entry.file });
      }
      const info = await deps.inference.call("inspect", { path: partial }, { signal }).catch(async (error) => {
        if (error instanceof AlcoveError && error.code === "model.invalid") await discard();
        throw error;
      });
      await rename(partial, target);
      await rm(factsFile, { force: true });
      const source = `${entry.repo}/${entry.file}`;
      const modelId = registerModel(deps.store, { name: target.split(/[\\/]/).at(-1)!, sha256, source }, info);
      deps.changes.changed("models", modelId);
      return { modelId, sha256 };
    },
  };
}
