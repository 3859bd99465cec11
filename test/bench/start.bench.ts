// Seconds from the command to the served page on a workspace that exists, and the memory of every process at rest and
// after the first answer, against a bare Node that serves the same page. Needs the build in dist/. Run by
// `npm run bench -- start`.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { compileCache } from "../../build/toolchain.mjs";
import { connect } from "../../electron/headless/connect.ts";
import { ask, baseWith, newWorkspace, openEngine, realModel } from "../helpers/engine.ts";
import { inTurn, median, ratioOf, spreadOf } from "./support/measure.ts";
import { type PartMemory, residentMemory } from "./support/memory.ts";
import { figure, type Row, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

const AIM = { atMost: 1.5 };
const REST_MS = 500;

const dist = resolve(import.meta.dirname, "../../dist");
const bareServer = `
  const page = require("node:fs").readFileSync(process.argv[1]);
  const server = require("node:http").createServer((_request, response) => response.end(page));
  server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port + "/"));
`;

/** The first address that a process prints. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolved, reject) => {
    let printed = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const address = printed.match(/https?:\/\/\S+(?=\s)/);
      if (address) resolved(address[0]);
    });
    child.once("exit", (code) => reject(new Error(`Ended with ${code} before it served: ${printed}`)));
  });
}

/** The page behind an address; a one-time token is exchanged for the session's cookie on the way, as a browser does. */
async function pageAt(address: string): Promise<string> {
  let response = await fetch(address, { redirect: "manual" });
  if (response.status >= 300 && response.status < 400) {
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    response = await fetch(new URL(response.headers.get("location")!, address), { headers: { cookie } });
  }
  const page = await response.text();
  if (!response.ok || !page.includes("<html")) throw new Error(`No page: ${response.status}`);
  return page;
}

/** Seconds to the page; `use` is given the running process afterwards. */
async function serveOnce(args: string[], use: (pid: number) => Promise<void> | void): Promise<number> {
  const startedMs = performance.now();
  // As `npm start` runs it, with what Node compiled at the first start.
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    await pageAt(await addressOf(child));
    const seconds = (performance.now() - startedMs) / 1000;
    await use(child.pid!);
    return seconds;
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

/** A workspace with a few documents and the real chat model, where it was fetched. */
async function usedWorkspace(): Promise<{ workspace: string; knowledgeBaseId: string; modelId: string | null }> {
  const workspace = await newWorkspace();
  const model = realModel();
  if (model && existsSync(model)) {
    mkdirSync(join(workspace, "models"), { recursive: true });
    symlinkSync(model, join(workspace, "models", basename(model)));
  }
  const { client, engine } = await openEngine({ workspace });
  const files: string[] = [];
  for (const [i, text] of textsOf("scifact").records.slice(0, 10).entries()) {
    files.push(join(workspace, `${i}.txt`));
    await writeFile(files[i]!, text);
  }
  const { id } = await baseWith(client, "bench", files);
  const models = await client.models.list();
  await engine.stop();
  return { workspace, knowledgeBaseId: id, modelId: models.find(({ kind }) => kind === "chat")?.id ?? null };
}

const named = (parts: PartMemory[]): string =>
  parts.map(({ part, mebibytes }) => `${part} ${figure(mebibytes)}`).join(", ");
const total = (parts: PartMemory[]): number => parts.reduce((sum, { mebibytes }) => sum + mebibytes, 0);

/** Start against its aim and against bare Node, then memory. */
export async function measure(): Promise<Row[]> {
  const { workspace, knowledgeBaseId, modelId } = await usedWorkspace();
  try {
    const rest: PartMemory[][] = [];
    const bareRest: PartMemory[][] = [];
    const product = [join(dist, "headless.js"), "--no-open", "--port", "0", "--workspace", workspace];
    const bare = ["-e", bareServer, join(dist, "renderer/index.html")];
    const seconds = await inTurn({
      product: () =>
        serveOnce(product, async (pid) => {
          await wait(REST_MS);
          rest.push(residentMemory(pid));
        }),
      bare: () => serveOnce(bare, (pid) => void bareRest.push(residentMemory(pid))),
    });
    let answered: PartMemory[] = [];
    await serveOnce(product, async (pid) => {
      const { client, close } = await connect(workspace);
      const model = modelId === null ? {} : { modelId };
      await ask(client, { text: "What was measured?", knowledgeBaseIds: [knowledgeBaseId], ...model });
      answered = residentMemory(pid);
      await close();
    });
    const medians = `${figure(median(seconds.product))} / ${figure(median(seconds.bare))} s`;
    const rows: Row[] = [
      {
        measured: "second start: from `--headless --no-open` on an existing workspace to the served page",
        baseline: "",
        value: spreadOf(seconds.product),
        unit: "s",
        aim: AIM,
        medians,
      },
      {
        measured: "the same",
        baseline: "a bare Node that serves the page with node:http",
        value: ratioOf(seconds.product, seconds.bare),
        medians,
      },
    ];
    if (answered.length === 0) return rows;
    const memory = (measured: string, rounds: PartMemory[][]): Row => ({
      measured,
      baseline: "",
      value: spreadOf(rounds.map(total)),
      unit: "MiB",
      medians: named(rounds.at(-1)!),
    });
    const model = modelId === null ? "without a model" : "with the 0.5 B model";
    return [
      ...rows,
      memory(`resident memory ${REST_MS / 1000} s after the start`, rest),
      memory(`resident memory after the first answer, ${model}`, [answered]),
      memory("resident memory of the bare Node", bareRest),
    ];
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

if (import.meta.main) report("start", await measure());
