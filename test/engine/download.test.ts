// Promises of a download: it asks first, goes on where it broke off, counts only when its hash is right, and leaves
// nothing broken behind. The hub is a server of the test's own on this machine.
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { emptyRunView, type RunView, reduceRun } from "../../shared/domain/runs.ts";
import { ask, follow, openEngine, type TestEngine } from "../helpers/engine.ts";
import { type Hub, startHub } from "../helpers/hub.ts";
import { tinyGguf } from "../helpers/tiny-gguf.ts";

/** Entries as the catalogue has them; hash and size come from the hub. */
vi.mock("../../resources/model-catalogue.json", () => {
  const entry = (id: string) => ({
    ...{ id, name: `Model ${id}`, kind: "chat", repo: `test/${id}`, file: `${id}.gguf`, revision: "abc123" },
    ...{ sizeBytes: null, sha256: null, licence: "Apache-2.0", contextTokens: 2048, languages: ["en"] },
    ...{ parameters: 1000, strengths: { en: "Small.", zh: "小。" } },
  });
  return {
    default: { models: ["broken", "whole", "wrong", "stopped", "changed", "refused", "huge", "dead"].map(entry) },
  };
});

const MODEL = tinyGguf({ answer: "Yes.", name: "Downloaded" });
let hub: Hub;
let opened: TestEngine;

beforeAll(async () => {
  hub = await startHub(MODEL);
  opened = await openEngine({ hub });
});
afterAll(async () => {
  await opened?.close();
  await hub?.close();
});
beforeEach(() => {
  Object.assign(hub, { file: MODEL, claimedSha256: undefined, claimedSizeBytes: undefined, breaks: [], ranges: true });
  Object.assign(hub, { pauseMs: 0, requests: [] });
});

const download = async (catalogueId: string, allowHost = true): Promise<RunView> =>
  follow(opened.client, (await opened.client.models.download({ catalogueId, allowHost })).runId);
const inFolder = () => readdirSync(opened.engine.paths.models).sort();
const fetched = () => hub.requests.filter((each) => each.method === "GET" && each.path.startsWith("/store/"));

it("is refused without consent, and nobody was contacted", async () => {
  const view = await download("refused", false);
  expect(view).toMatchObject({ status: "failed", error: { code: "network.air-gap", params: { host: "127.0.0.1" } } });
  expect(hub.requests).toEqual([]);
  expect((await opened.client.egress.ledger({}))[0]).toMatchObject({ host: "127.0.0.1", allowed: false });
});

it("gives a model that answers, checked, counted in the ledger and listed as installed", async () => {
  const view = await download("whole");
  expect(view.error).toBeNull();
  expect(view).toMatchObject({ status: "succeeded", progress: { done: MODEL.length, total: MODEL.length } });
  expect(view.result!.sha256).toBe(createHash("sha256").update(MODEL).digest("hex"));
  expect(inFolder()).toEqual(["whole.gguf"]);
  expect((await readFile(join(opened.engine.paths.models, "whole.gguf"))).equals(MODEL)).toBe(true);
  const { message } = await ask(opened.client, { text: "Hello", modelId: String(view.result!.modelId) });
  expect(message.text).toBe("Yes.");
  expect((await opened.client.models.catalogue()).filter((each) => each.installed).map((each) => each.id)).toEqual([
    "whole",
  ]);
  const received = (await opened.client.egress.ledger({})).reduce((sum, entry) => sum + entry.receivedBytes, 0);
  expect(received).toBe(MODEL.length);
});

it("goes on by range each time the connection breaks, more often than it would start over in vain", async () => {
  hub.breaks = [100_000, 50_000, 70_000, 1_000, 90_000, 16_000];
  const view = await download("broken");
  expect(view.error).toBeNull();
  expect(view.status).toBe("succeeded");
  const ranges = fetched().map((each) => each.range);
  expect(ranges).toHaveLength(7);
  expect(ranges[0]).toBeUndefined();
  const starts = ranges.slice(1).map((range) => Number(/bytes=(\d+)-/.exec(range!)![1]));
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(starts[0]).toBeGreaterThan(0);
  expect((await readFile(join(opened.engine.paths.models, "broken.gguf"))).equals(MODEL)).toBe(true);
}, 60_000);

it("starts over where the server knows no ranges", async () => {
  Object.assign(hub, { ranges: false, breaks: [100_000] });
  const view = await download("dead");
  expect(view.status).toBe("succeeded");
  expect((await readFile(join(opened.engine.paths.models, "dead.gguf"))).equals(MODEL)).toBe(true);
});

it("refuses a file whose hash is wrong, and deletes it", async () => {
  hub.claimedSha256 = "0".repeat(64);
  const before = inFolder();
  const view = await download("wrong");
  expect(view).toMatchObject({ status: "failed", error: { code: "model.hash-mismatch" } });
  expect(inFolder()).toEqual(before);
  expect((await opened.client.models.list()).some((model) => model.file === "wrong.gguf")).toBe(false);
});

it("says how much space is missing before it begins", async () => {
  hub.claimedSizeBytes = 10 ** 15;
  const view = await download("huge");
  expect(view).toMatchObject({ status: "failed", error: { code: "disk.full", params: { needMb: 10 ** 9 } } });
  expect(Number(view.error!.params.freeMb)).toBeGreaterThan(0);
  expect(fetched()).toEqual([]);
});

it("keeps what came when it is stopped, and goes on from there", async () => {
  hub.pauseMs = 20;
  const { runId } = await opened.client.models.download({ catalogueId: "stopped", allowHost: true });
  let view = emptyRunView;
  for await (const event of await opened.client.runs.watch({ runId, after: 0 })) {
    view = reduceRun(view, event);
    if ((view.progress?.done ?? 0) > 50_000) void opened.client.runs.cancel({ runId });
  }
  expect(view.status).toBe("cancelled");
  const { size } = await stat(join(opened.engine.paths.models, "stopped.part"));
  expect(size).toBeGreaterThan(50_000);
  Object.assign(hub, { pauseMs: 0, requests: [] });
  const resumed = await follow(opened.client, (await opened.client.runs.resume({ runId })).runId);
  expect(resumed.status).toBe("succeeded");
  expect(fetched().map((each) => each.range)).toEqual([`bytes=${size}-`]);
  expect((await readFile(join(opened.engine.paths.models, "stopped.gguf"))).equals(MODEL)).toBe(true);
});

it("goes on after a restart, and begins anew when the file on the hub has become another one", async () => {
  hub.pauseMs = 20;
  const { runId } = await opened.client.models.download({ catalogueId: "changed", allowHost: true });
  for await (const event of await opened.client.runs.watch({ runId, after: 0 })) {
    if (event.body.type === "progress" && event.body.done > 50_000) break;
  }
  await opened.restart();
  Object.assign(hub, { pauseMs: 0, requests: [], file: tinyGguf({ answer: "No!", name: "Another" }) });
  const view = await follow(opened.client, runId);
  expect(view.error).toBeNull();
  expect(view.status).toBe("succeeded");
  expect((await readFile(join(opened.engine.paths.models, "changed.gguf"))).equals(hub.file)).toBe(true);
  expect(fetched().at(-1)!.range).toBeUndefined();
  const installed = (await opened.client.models.list()).map((model) => model.file).filter((file) => file !== "");
  expect(installed.sort()).toEqual(["broken.gguf", "changed.gguf", "dead.gguf", "stopped.gguf", "whole.gguf"]);
});

it("refuses what is not a model, even with the right hash", async () => {
  hub.file = Buffer.from("<html>Please sign in</html>");
  await writeFile(join(opened.engine.paths.models, "note.txt"), "left alone");
  const view = await download("wrong");
  expect(view).toMatchObject({ status: "failed", error: { code: "model.invalid" } });
  expect(inFolder()).toContain("note.txt");
  expect(inFolder().filter((name) => name.startsWith("wrong"))).toEqual([]);
});
