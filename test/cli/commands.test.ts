// Promises of the command line: exit codes and JSON shapes that scripts can rely on. One engine has the workspace open and
// every command finds it; commands that open it themselves are in processes.test.ts.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../electron/cli/command.ts";
import { startLocalSocket } from "../../electron/engine/api/local-socket.ts";
import { cli, type Ran, startCli } from "../helpers/cli.ts";
import { openEngine, type TestEngine, workspaceWithModels } from "../helpers/engine.ts";

let opened: TestEngine;
let closeSocket: () => Promise<void>;
let workspace: string;
let files: string;

beforeAll(async () => {
  workspace = await workspaceWithModels({ "yes.gguf": { answer: "Lima, 1746.", name: "Yes" } });
  opened = await openEngine({ workspace });
  closeSocket = await startLocalSocket(opened.engine.router, opened.engine.paths);
  files = join(workspace, "files");
  await mkdir(join(files, "more"), { recursive: true });
  await writeFile(join(files, "lima.txt"), "In 1746 an earthquake destroyed Lima. It was felt in Ecuador.\n");
  await writeFile(join(files, "more", "porto.md"), "# Porto\n\nPorto lies at the river Douro.\n");
  await writeFile(join(files, "empty.txt"), "");
  await writeFile(
    join(files, "queries.jsonl"),
    '{"id":"q1","text":"Lima earthquake"}\n{"_id":"q2","text":"river Douro"}\n',
  );
  await writeFile(
    join(files, "questions.jsonl"),
    '{"id":"a","question":"What destroyed Lima?"}\n{"id":"b","question":"Who discovered penicillin?"}\n',
  );
});
afterAll(async () => {
  await closeSocket?.();
  await opened?.close();
});

const json = (...words: string[]): Promise<Ran> => cli(...words, "--workspace", workspace, "--json");

/** Checks that a line has exactly these fields at least. */
function expectFields(line: unknown, fields: Record<string, unknown>): void {
  expect(line).toMatchObject(fields);
}

describe("help and usage", () => {
  it("is given for the whole and for each command, and names the version", async () => {
    const [overview, ask, version] = await Promise.all([cli("--help"), cli("ask", "--help"), cli("--version")]);
    expect(overview).toMatchObject({ code: EXIT.done });
    for (const name of ["extract", "kb", "ingest", "search", "ask", "models", "eval retrieval", "eval qa", "serve"]) {
      expect(overview.stdout).toContain(`  ${name} `);
    }
    expect(ask.stdout).toMatch(/Usage: alcove ask .*\nExample: alcove ask /);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("ends with 2 for what cannot be understood, on standard error, before anything is opened", async () => {
    const wrong = await Promise.all([
      cli("dance"),
      cli("ask", "--kb"),
      cli("search", "--kb", "x", "y", "--mode", "psychic"),
      cli("extract"),
      cli("kb", "list", "--workspace"),
      cli("models", "import", "--nonsense"),
    ]);
    for (const ran of wrong) {
      expect(ran.code, ran.stderr).toBe(EXIT.usage);
      expect(ran.stdout).toBe("");
      expect(ran.stderr).not.toBe("");
    }
    const asJson = await cli("extract", "--json");
    expect(asJson.code).toBe(EXIT.usage);
    expectFields(asJson.lines[0]?.error, { code: "invalid", message: "Which files?", action: expect.any(String) });
  });
});

describe("extract", () => {
  it("prints the pages of each file, and goes on where one fails", async () => {
    const path = (name: string) => join(files, name);
    const one = await json("extract", path("lima.txt"));
    expect(one.code).toBe(EXIT.done);
    expect(one.lines).toEqual([
      {
        file: "lima.txt",
        format: "text",
        pages: [expect.stringContaining("In 1746 an earthquake destroyed Lima.")],
      },
    ]);
    const some = await json("extract", path("empty.txt"), path("more/porto.md"));
    expect(some.code).toBe(EXIT.someFailed);
    expect(some.lines[0]).toEqual({
      file: "empty.txt",
      error: { code: "file.empty", message: "empty.txt is empty.", action: expect.any(String) },
    });
    expect(some.lines[1]).toMatchObject({ file: "porto.md", format: "markdown" });
    const none = await json("extract", path("empty.txt"));
    expect(none.code).toBe(EXIT.failed);
    expect((await json("extract", path("nowhere.txt"))).code).toBe(EXIT.notFound);
  }, 60_000);
});

describe("a library", () => {
  it("is made, filled, searched, asked, renamed and deleted", async () => {
    const created = await json("kb", "create", "Cities");
    expect(created.code).toBe(EXIT.done);
    expectFields(created.lines[0], {
      id: expect.any(String),
      name: "Cities",
      embedder: expect.any(String),
      documents: 0,
      chunks: 0,
    });
    const taken = await json("kb", "create", "Cities");
    expect(taken.code).toBe(EXIT.failed);
    expect(taken.lines).toEqual([
      { error: { code: "knowledge.name-taken", message: expect.any(String), action: expect.any(String) } },
    ]);

    const ingested = await json(
      "ingest",
      "--kb",
      "Cities",
      join(files, "lima.txt"),
      join(files, "more"),
      join(files, "empty.txt"),
    );
    expect(ingested.code).toBe(EXIT.someFailed);
    const [rows, last] = [ingested.lines.slice(0, -1), ingested.lines.at(-1)!];
    const byPath = new Map(rows.map((row) => [row.path, row]));
    expect([...byPath.keys()].sort()).toEqual(
      ["empty.txt", "lima.txt", "more/porto.md"].map((name) => join(files, name)),
    );
    expectFields(byPath.get(join(files, "lima.txt")), {
      documentId: expect.any(String),
      status: "ready",
      pages: 1,
      chunks: 1,
    });
    expectFields(byPath.get(join(files, "empty.txt")), { status: "failed", error: { code: "file.empty" } });
    expectFields(last.summary, { files: 3, ready: 2, duplicate: 0, failed: 1, elapsedMs: expect.any(Number) });

    const paths = `${join(files, "lima.txt")}\n${join(files, "more", "porto.md")}\n`;
    const again = await startCli(["ingest", "--kb", "Cities", "-", "--workspace", workspace, "--json"], {
      input: paths,
    }).ended;
    expect(again.code).toBe(EXIT.done);
    expect(again.lines.slice(0, -1).map((row) => row.status)).toEqual(["duplicate", "duplicate"]);
    expect((await json("ingest", "--kb", "Nowhere", files)).code).toBe(EXIT.notFound);

    const found = await json("search", "--kb", "Cities", "Lima earthquake", "--top", "1");
    expect(found.code).toBe(EXIT.done);
    expectFields(found.lines[0], {
      query: "Lima earthquake",
      hits: [
        {
          rank: 1,
          score: expect.any(Number),
          documentId: expect.any(String),
          document: "lima.txt",
          page: 1,
          heading: null,
          text: expect.stringContaining("1746"),
          start: 0,
          end: expect.any(Number),
          scores: expect.any(Object),
        },
      ],
      timings: expect.any(Object),
    });
    const queried = await json(
      "search",
      "--kb",
      "Cities",
      "--queries",
      join(files, "queries.jsonl"),
      "--mode",
      "full-text",
    );
    expect(queried.lines.map((line) => [line.id, (line.hits as { document: string }[])[0]?.document])).toEqual([
      ["q1", "lima.txt"],
      ["q2", "porto.md"],
    ]);

    const quoted = await json(
      "ask",
      "--kb",
      "Cities",
      "--model",
      "none",
      "--questions",
      join(files, "questions.jsonl"),
    );
    expect(quoted.code).toBe(EXIT.done);
    expectFields(quoted.lines[0], {
      id: "a",
      question: "What destroyed Lima?",
      answer: expect.stringContaining("earthquake"),
      refused: false,
      citations: [
        { n: 1, document: "lima.txt", page: 1, quote: expect.any(String), start: 0, end: expect.any(Number) },
      ],
      passages: expect.arrayContaining([{ document: "lima.txt", page: 1, score: expect.any(Number) }]),
      model: "none",
      usage: null,
      timings: { retrievalMs: expect.any(Number), firstTokenMs: expect.any(Number), totalMs: expect.any(Number) },
    });
    expectFields(quoted.lines[1], { id: "b", refused: true, citations: [], passages: [] });

    const written = await json("ask", "--kb", "Cities", "--model", "Yes", "--seed", "1", "When was Lima destroyed?");
    expect(written.code, written.stderr).toBe(EXIT.done);
    expectFields(written.lines[0], {
      answer: "Lima, 1746. [1]",
      model: "Yes",
      usage: { promptTokens: expect.any(Number), completionTokens: expect.any(Number) },
    });
    const text = await cli("ask", "--kb", "Cities", "When was Lima destroyed?", "--workspace", workspace);
    expect(text.stdout).toBe("Lima, 1746. [1]\n\n[1] lima.txt, page 1\n\n");
    const missing = await json("ask", "--kb", "Cities", "--model", "nowhere", "When?");
    expect(missing.code).toBe(EXIT.notFound);

    const renamed = await json("kb", "settings", "Cities", "name=Towns");
    expectFields(renamed.lines[0], { name: "Towns", documents: 2, chunks: 2 });
    expect((await json("kb", "delete", "Towns")).code).toBe(EXIT.done);
    expect((await json("kb", "list")).lines).toEqual([]);
  }, 240_000);
});

describe("files", () => {
  it("are asked about without a knowledge base, and nothing of them stays", async () => {
    const file = join(files, "lima.txt");
    const quoted = await json("ask", "--file", file, "--model", "none", "What destroyed Lima?");
    expect(quoted.code, quoted.stderr).toBe(EXIT.done);
    expectFields(quoted.lines[0], {
      question: "What destroyed Lima?",
      answer: expect.stringContaining("earthquake"),
      refused: false,
      citations: [
        { n: 1, document: "lima.txt", page: 1, quote: expect.any(String), start: 0, end: expect.any(Number) },
      ],
      passages: [{ document: "lima.txt", page: 1, score: expect.any(Number) }],
      model: "none",
      usage: null,
    });
    expect((await json("kb", "list")).lines).toEqual([]);
    const trashed = await opened.client.trash.list();
    expect(trashed.filter(({ name, within }) => name === "lima.txt" && within === "lima.txt")).toEqual([]);
    expect(trashed.filter(({ kind, name }) => kind === "conversation" && name === "lima.txt")).toEqual([]);
    expect((await opened.client.chats.list({ limit: 100 })).map(({ title }) => title)).not.toContain("lima.txt");
  }, 60_000);

  it("answer each question of a list for itself, and one that cannot be read is told", async () => {
    const questions = join(files, "questions.jsonl");
    const paths = ["lima.txt", "empty.txt"].flatMap((name) => ["--file", join(files, name)]);
    const ran = await json("ask", ...paths, "--model", "none", "--questions", questions);
    expect(ran.code).toBe(EXIT.someFailed);
    expect(ran.stderr).toContain("empty.txt is empty.");
    // A file that was named is quoted even where it says little; what was asked before has no part in it.
    expect(ran.lines.map(({ id, question }) => [id, question])).toEqual([
      ["a", "What destroyed Lima?"],
      ["b", "Who discovered penicillin?"],
    ]);
    for (const line of ran.lines) expectFields(line, { refused: false, citations: [{ document: "lima.txt" }] });
    const none = await json("ask", "--file", join(files, "empty.txt"), "--model", "none", "What?");
    expect(none.code).toBe(EXIT.failed);
    expectFields(none.lines[0]?.error, { code: "file.empty" });
    expect((await json("ask", "--file", join(files, "nowhere.txt"), "What?")).code).toBe(EXIT.notFound);
    expect((await json("ask", "What?")).code).toBe(EXIT.usage);
  }, 60_000);
});

describe("models", () => {
  it("are listed with kind, size, context and licence", async () => {
    const listed = await json("models", "list");
    expect(listed.code).toBe(EXIT.done);
    expect(listed.lines.map((line) => line.kind)).toEqual(["chat", "embedding"]);
    for (const line of listed.lines) {
      expectFields(line, { id: expect.any(String), file: expect.any(String), sizeBytes: expect.any(Number) });
      expect(line).toHaveProperty("contextTokens");
      expect(line).toHaveProperty("licence");
    }
    expect((await json("models", "info", "Yes")).lines[0]).toMatchObject({ name: "Yes", kind: "chat" });
    expect((await json("models", "info", "nowhere")).code).toBe(EXIT.notFound);
  }, 60_000);

  it("are not downloaded without consent: exit code 5", async () => {
    const catalogue = JSON.parse(
      await readFile(join(import.meta.dirname, "../../resources/model-catalogue.json"), "utf8"),
    ) as { models: { id: string }[] };
    const refused = await json("models", "download", catalogue.models[0]!.id);
    expect(refused.code).toBe(EXIT.refused);
    expectFields(refused.lines[0]?.error, { code: "network.air-gap" });
    expect((await json("models", "download", "nowhere", "--yes")).code).toBe(EXIT.notFound);
  }, 60_000);
});

describe("evaluations", () => {
  it("give figures of a collection", async () => {
    const folder = join(workspace, "tiny-collection");
    await mkdir(folder);
    const lines = (rows: object[]) => `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;
    await writeFile(
      join(folder, "corpus.jsonl"),
      lines([
        { _id: "d1", title: "", text: "The heron waits for fish in shallow water." },
        { _id: "d2", title: "", text: "Owls hunt mice at night without a sound." },
      ]),
    );
    await writeFile(
      join(folder, "queries.jsonl"),
      lines([
        { _id: "q1", text: "Which bird hunts at night?" },
        { _id: "q2", text: "Which bird waits for fish?" },
      ]),
    );
    await writeFile(join(folder, "qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t1\n");
    const out = join(workspace, "run.trec");
    const ran = await json("eval", "retrieval", folder, "--modes", "default,full-text", "--run-out", out);
    expect(ran.code).toBe(EXIT.done);
    expect(ran.lines.map((line) => line.mode)).toEqual(["default", "full-text"]);
    expectFields(ran.lines[0], {
      ...{ collection: "tiny-collection", ndcg10: 1, recall10: 1, mrr10: 1, queries: 2 },
      ...{ ingestTokensPerSecond: expect.any(Number), queryP50Ms: expect.any(Number), queryP95Ms: expect.any(Number) },
    });
    expect(await readFile(out, "utf8")).toMatch(/^q1 Q0 d2 1 /m);
  }, 60_000);

  it("give figures of questions and a line for each", async () => {
    const docs = join(workspace, "docs");
    await mkdir(docs);
    await writeFile(join(docs, "birds_en.txt"), "Owls hunt mice at night without a sound.\n");
    const path = join(workspace, "qa.jsonl");
    const question = {
      id: "1",
      question: "What do owls hunt?",
      answers: ["mice"],
      doc: "birds_en",
      page: 1,
      lang: "en",
    };
    await writeFile(path, `${JSON.stringify(question)}\n`);
    const ran = await json("eval", "qa", path, "--docs", docs, "--model", "none");
    expect(ran.code, ran.stderr).toBe(EXIT.done);
    expectFields(ran.lines[0], { id: "1", pageInTop5: true, firstCitationRight: true, answerContained: true });
    expectFields(ran.lines.at(-1)!.summary, {
      ...{ questions: 1, pageInTop5: 1, firstCitationRight: 1, answerContained: 1, refusedShare: 0 },
    });
  }, 60_000);
});

describe("a workspace", () => {
  it("that cannot be used is told in one sentence", async () => {
    const ran = await cli("kb", "list", "--workspace", join(files, "lima.txt"));
    expect(ran.code).toBe(EXIT.failed);
    expect(ran.stderr).toMatch(/^The workspace .* cannot be written to\. .*\n$/);
    expect(ran.stdout).toBe("");
  });
});
