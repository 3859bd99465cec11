// Promises about a library: what is added is found, what fails says why and can be tried again, what is deleted is gone.
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launcher } from "../../electron/headless/children.ts";
import { connectChannel } from "../../shared/children/channel.ts";
import { fromWireError } from "../../shared/children/errors.ts";
import type { RetrievalMethods } from "../../shared/children/retrieval.ts";
import type { Document } from "../../shared/contract/documents.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import { emptyRunView, reduceRun } from "../../shared/domain/runs.ts";
import { baseWith, filesUnder, follow, ingest, openEngine, type TestEngine } from "../helpers/engine.ts";
import { failureOf } from "../helpers/failure.ts";
import { describeWithMaterial, materialPath, passwordOf } from "../helpers/material.ts";

let opened: TestEngine;
let folder: string;

beforeAll(async () => {
  opened = await openEngine();
  folder = join(opened.workspace, "files");
  await mkdir(folder);
}, 60_000);
afterAll(() => opened?.close());

/** Writes a text file and gives its path. */
async function textFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  return path;
}

const newBase = async (name: string) => (await opened.client.knowledge.create({ name })).id;
const list = (knowledgeBaseId: string): Promise<Document[]> => opened.client.documents.list({ knowledgeBaseId });
const search = async (knowledgeBaseId: string, query: string, top = 10) =>
  (await opened.client.knowledge.search({ knowledgeBaseIds: [knowledgeBaseId], query, top, mode: "full-text" })).hits;

/** Asks the engine's own database, read only. */
function sql<T>(query: string, ...params: unknown[]): T[] {
  const db = new Database(opened.engine.paths.database, { readonly: true });
  try {
    return db.prepare(query).all(...params) as T[];
  } finally {
    db.close();
  }
}

/** Documents with rows in LanceDB, read by a retrieval process of the test's own. */
async function indexed(knowledgeBaseId: string): Promise<string[]> {
  const child = launcher(() => {})("retrieval");
  try {
    const retrieval = connectChannel<RetrievalMethods>(child.port, fromWireError, () => new AlcoveError("interrupted"));
    const { index: indexDir, cache: cacheDir, models: modelsDir } = opened.engine.paths;
    await retrieval.call("open", { indexDir, cacheDir, modelsDir });
    const table = `kb_${knowledgeBaseId.replaceAll("-", "")}`;
    return (await retrieval.call("listDocuments", { table })).map((each) => each.documentId).sort();
  } finally {
    child.kill();
  }
}

describe("adding", () => {
  it("walks folders in order of names and leaves out what is hidden, linked or no document", async () => {
    const root = join(folder, "walked");
    for (const name of ["b.md", "a.txt", "sub/deep/c.text", ".hidden/d.txt", ".e.txt", "f.bin"]) {
      await textFile(join("walked", name), `Words of ${name} about lighthouses.\n`);
    }
    await symlink(join(root, "a.txt"), join(root, "link.txt"));
    const id = await newBase("Walked");
    const view = await ingest(opened.client, id, [root]);
    expect(view.items.map((item) => [item.name, item.status])).toEqual([
      ["a.txt", "done"],
      ["b.md", "done"],
      ["c.text", "done"],
    ]);
    expect(view.result).toMatchObject({ files: 3, ready: 3, failed: 0, duplicate: 0 });
    expect(view.progress).toMatchObject({ done: 3, total: 3 });
  });

  it("recognises what is there already, by content and not by name", async () => {
    const { client } = opened;
    const id = await newBase("Twins");
    const first = await textFile("first.txt", "The lighthouse keeper counted seven ships.\n");
    const twin = await textFile("twin.txt", "The lighthouse keeper counted seven ships.\n");
    const both = await ingest(client, id, [first, first]);
    expect(both.result).toMatchObject({ ready: 1, duplicate: 1 });
    const again = await ingest(client, id, [twin]);
    const [document] = await list(id);
    expect(again.items[0]).toMatchObject({
      status: "skipped",
      result: { status: "duplicate", documentId: document!.id },
    });
    expect(await list(id)).toHaveLength(1);
    const elsewhere = await newBase("Elsewhere");
    expect((await ingest(client, elsewhere, [twin])).result).toMatchObject({ ready: 1 });
    expect(sql("SELECT id FROM blobs UNION SELECT blob_id FROM documents WHERE id = ?", document!.id)).toHaveLength(1);
  });

  it("embeds what it knows only once", async () => {
    const { client } = opened;
    const text = "Puffins breed on the northern cliffs and return every spring.\n";
    const path = await textFile("puffins.txt", text);
    const first = await ingest(client, await newBase("Puffins"), [path]);
    expect(first.result!.embeddedTokens).toBeGreaterThan(0);
    const second = await ingest(client, await newBase("More puffins"), [path]);
    expect(second.result).toMatchObject({ ready: 1, embeddedTokens: 0 });
  });

  it("takes uploaded bytes like files", async () => {
    const { client } = opened;
    const { blobId } = await opened.engine.blobs.add(Readable.from([Buffer.from("Uploaded words on seals.\n")]));
    const id = await newBase("Uploads");
    expect((await ingest(client, id, [{ blobId, fileName: "seals.txt" }])).result).toMatchObject({ ready: 1 });
    expect((await search(id, "seals"))[0]).toMatchObject({ document: "seals.txt" });
    const unknown = await ingest(client, id, [{ blobId: "0".repeat(64), fileName: "none.txt" }]);
    expect(unknown.items[0]).toMatchObject({ status: "failed", error: { code: "not-found" } });
  });

  it("says of each file that failed why, and the others are ready", async () => {
    const { client } = opened;
    const id = await newBase("Mixed");
    const good = await textFile("good.txt", "Good words about harbours.\n");
    const empty = await textFile("empty.txt", "");
    const blank = await textFile("blank.txt", "  \n\n \n");
    const binary = await textFile("picture.png", "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000");
    const damaged = await textFile("damaged.pdf", "%PDF-1.7\nnot much of a file\n%%EOF\n");
    const view = await ingest(client, id, [good, empty, blank, binary, damaged, join(folder, "nowhere.txt")]);
    const codes = view.items.map((item) => item.error?.code ?? item.status);
    expect(codes).toEqual([
      "done",
      "file.empty",
      "file.empty",
      "document.unsupported",
      "document.damaged",
      "file.not-found",
    ]);
    expect(view.status).toBe("succeeded");
    expect(view.result).toMatchObject({ ready: 1, failed: 5, files: 6 });
    for (const item of view.items.slice(1)) {
      expect(item.error!.message).toMatch(/\.$|: /);
      expect(item.error!.message).toContain(item.name);
    }
    const rows = await list(id);
    expect(rows.find((row) => row.name === "damaged.pdf")).toMatchObject({
      status: "failed",
      error: { code: "document.damaged" },
    });
    expect(rows.find((row) => row.name === "good.txt")).toMatchObject({ status: "ready", error: null });
    expect((await search(id, "harbours")).map((hit) => hit.document)).toEqual(["good.txt"]);
  });

  it("refuses a knowledge base that is not there", async () => {
    const call = opened.client.documents.add({ knowledgeBaseId: "nowhere", files: [{ path: folder }] });
    expect(await failureOf(call)).toMatchObject({ code: "not-found" });
  });

  it("stops when it is told to: what is ready stays, the rest is marked as stopped and can be taken up again", async () => {
    const { client } = opened;
    const id = await newBase("Stopped");
    const many = join("many");
    for (let i = 0; i < 200; i++) {
      const words = Array.from({ length: 6 }, (_, word) => `word${(i * 31 + word * 7) % 997}`);
      await textFile(join(many, `${String(i).padStart(3, "0")}.txt`), `Report ${i}. ${words.join(" ")}.\n`);
    }
    const { runId } = await client.documents.add({ knowledgeBaseId: id, files: [{ path: join(folder, many) }] });
    let view = emptyRunView;
    for await (const event of await client.runs.watch({ runId, after: 0 })) {
      view = reduceRun(view, event);
      if (view.items.some((item) => item.status === "done")) void client.runs.cancel({ runId });
    }
    expect(view.status).toBe("cancelled");
    expect(await client.runs.get({ runId })).toMatchObject({ status: "cancelled", error: { code: "cancelled" } });
    const rows = await list(id);
    const ready = rows.filter((row) => row.status === "ready");
    const stopped = rows.filter((row) => row.status === "failed");
    expect(ready.length).toBeGreaterThan(0);
    expect(ready.length).toBeLessThan(200);
    expect(ready.length + stopped.length).toBe(rows.length);
    expect(stopped.every((row) => row.error?.code === "cancelled")).toBe(true);

    const resumed = await follow(client, (await client.runs.resume({ runId })).runId);
    expect(resumed.result).toMatchObject({ files: 200, duplicate: ready.length, ready: 200 - ready.length, failed: 0 });
    const whole = await list(id);
    expect(whole.filter((row) => row.status === "ready")).toHaveLength(200);
    expect(await indexed(id)).toEqual(whole.map((row) => row.id).sort());
  }, 120_000);
});

describe("deleting", () => {
  it("takes a document out of every search, gives it back from the trash, and erases it wholly", async () => {
    const { client } = opened;
    const path = await textFile("walrus.txt", "The walrus sleeps on the ice floe near Svalbard.\n");
    const other = await textFile("whale.txt", "The whale dives below the ice floe near Greenland.\n");
    const { id, documents } = await baseWith(client, "Arctic", [path, other]);
    const walrus = documents.find((each) => each.name === "walrus.txt")!;
    const ids = { documentIds: [walrus.id] };

    await client.documents.remove(ids);
    expect((await search(id, "walrus floe")).map((hit) => hit.document)).toEqual(["whale.txt"]);
    expect((await list(id)).map((each) => each.name)).toEqual(["whale.txt"]);
    expect(await client.knowledge.get({ knowledgeBaseId: id })).toMatchObject({ documents: 1 });
    expect(await failureOf(client.documents.get({ documentId: walrus.id }))).toMatchObject({ code: "not-found" });

    await client.documents.restore(ids);
    expect((await search(id, "walrus"))[0]).toMatchObject({ document: "walrus.txt" });

    await client.documents.remove(ids);
    await client.documents.erase(ids);
    expect((await search(id, "walrus floe")).map((hit) => hit.document)).toEqual(["whale.txt"]);
    for (const table of ["document_texts", "document_pages", "chunks"]) {
      expect(sql(`SELECT 1 FROM ${table} WHERE document_id = ?`, walrus.id), table).toEqual([]);
    }
    expect(sql("SELECT 1 FROM documents WHERE id = ?", walrus.id)).toEqual([]);
    expect(sql("SELECT 1 FROM embeddings WHERE text_sha256 NOT IN (SELECT embedded_sha256 FROM chunks)")).toEqual([]);
    expect(await indexed(id)).toEqual([documents.find((each) => each.name === "whale.txt")!.id]);
    expect(existsSync(opened.engine.blobs.pathOf(walrus.blobId))).toBe(false);
    const left = (await filesUnder(opened.engine.paths.blobs)).some((file) => file.includes(walrus.blobId));
    expect(left).toBe(false);
  });

  it("keeps a file and its vectors as long as another knowledge base uses them", async () => {
    const { client } = opened;
    const path = await textFile("shared.txt", "Terns migrate from pole to pole.\n");
    const one = await baseWith(client, "Terns", [path]);
    const two = await baseWith(client, "Terns too", [path]);
    await client.documents.erase({ documentIds: [one.documents[0]!.id] });
    expect(existsSync(opened.engine.blobs.pathOf(two.documents[0]!.blobId))).toBe(true);
    expect((await search(two.id, "terns"))[0]).toMatchObject({ document: "shared.txt" });
    expect(
      sql(
        "SELECT 1 FROM chunks c JOIN embeddings e ON e.text_sha256 = c.embedded_sha256 WHERE c.document_id = ?",
        two.documents[0]!.id,
      ),
    ).toHaveLength(1);
  });

  it("lets a search find what is left, however many better matches are in the trash", async () => {
    const { client } = opened;
    const files: string[] = [];
    for (let i = 0; i < 15; i++)
      files.push(await textFile(join("kelp", `${i}.txt`), `Kelp forest kelp number ${i}.\n`));
    const kept = await textFile(
      "kept.txt",
      "A long story of the coast, where among many other plants some kelp grows.\n",
    );
    const { id, documents } = await baseWith(client, "Kelp", [...files, kept]);
    const rest = documents.filter((each) => each.name !== "kept.txt");
    await client.documents.remove({ documentIds: rest.map((each) => each.id) });
    for (const mode of ["full-text", "vector", "default"] as const) {
      const { hits } = await client.knowledge.search({ knowledgeBaseIds: [id], query: "kelp", top: 3, mode });
      expect(
        hits.map((hit) => [hit.rank, hit.document]),
        mode,
      ).toEqual([[1, "kept.txt"]]);
    }
  });

  it("puts a knowledge base with all its documents into the trash and takes it out again", async () => {
    const { client } = opened;
    const { id } = await baseWith(client, "Gone", [await textFile("gone.txt", "Words about gannets.\n")]);
    await client.knowledge.remove({ knowledgeBaseId: id });
    expect((await client.knowledge.list()).some((base) => base.id === id)).toBe(false);
    expect(await failureOf(search(id, "gannets"))).toMatchObject({ code: "not-found" });
    await client.knowledge.restore({ knowledgeBaseId: id });
    expect((await search(id, "gannets"))[0]).toMatchObject({ document: "gone.txt" });
  });

  it("gives a knowledge base's name free, and refuses to restore one whose name was taken since", async () => {
    const { client } = opened;
    const id = await newBase("Name");
    await client.knowledge.remove({ knowledgeBaseId: id });
    await newBase("Name");
    expect(await failureOf(client.knowledge.restore({ knowledgeBaseId: id }))).toMatchObject({
      code: "knowledge.name-taken",
    });
  });
});

describe("the change feed", () => {
  it("tells once of many changes in a row", async () => {
    const { client } = opened;
    const controller = new AbortController();
    const id = await newBase("Watched");
    // What the tests before did has been told by then.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const changes = await client.changes.watch(undefined, { signal: controller.signal });
    for (let i = 0; i < 20; i++) await client.knowledge.rename({ knowledgeBaseId: id, name: `Watched ${i}` });
    const { value } = await changes.next();
    expect(value).toEqual({ domain: "knowledge", ids: [id] });
    controller.abort();
  });
});

describeWithMaterial("documents with a password", () => {
  it("fail with the reason, refuse a wrong password and open with the right one", async () => {
    const { client } = opened;
    const file = "pypdf__r6-both-passwords.pdf";
    const id = await newBase("Locked");
    const first = await ingest(client, id, [materialPath("ingest", "files", file)]);
    expect(first.items[0]).toMatchObject({ status: "failed", error: { code: "document.encrypted" } });
    const [locked] = await list(id);
    expect(locked).toMatchObject({ status: "failed", error: { code: "document.encrypted" } });

    const retry = async (password?: string) => {
      const input = { documentId: locked!.id, ...(password ? { password } : {}) };
      return follow(client, (await client.documents.retry(input)).runId);
    };
    expect((await retry()).items[0]?.error?.code).toBe("document.encrypted");
    expect((await retry("wrong")).items[0]?.error?.code).toBe("document.wrong-password");
    expect((await list(id))[0]).toMatchObject({ status: "failed", error: { code: "document.wrong-password" } });

    const password = passwordOf(file);
    expect((await retry(password)).items[0]).toMatchObject({ status: "done", result: { status: "ready" } });
    expect((await list(id))[0]).toMatchObject({ id: locked!.id, status: "ready", error: null });
    expect((await search(id, "encryption test")).length).toBeGreaterThan(0);
    const stored = sql<{ input: string }>("SELECT input FROM runs").map((row) => row.input);
    expect(
      stored.filter((input) => input.includes(password)),
      "a password in the database",
    ).toEqual([]);
  });
});
