// Seconds from the command to the served page on a workspace that exists, and the memory of every process at rest,
// against a bare Node that serves the same page. Needs the build in dist/. Run by `npm run bench -- start`.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { baseWith, newWorkspace, openEngine } from "../helpers/engine.ts";
import { inTurn, median, ratioOf } from "./support/measure.ts";
import { figure, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

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

/** Resident megabytes of a process and of each process under it, in that order; empty where there is no `ps`. */
function residentMegabytes(pid: number): number[] {
  if (process.platform === "win32") return [];
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const under = (parent: number): number[] => [
    ...table.filter(([own]) => own === parent).map(([, , kilobytes]) => kilobytes! / 1024),
    ...table.filter(([, itsParent]) => itsParent === parent).flatMap(([own]) => under(own!)),
  ];
  return under(pid);
}

async function serveOnce(args: string[], memory: number[][], restMs: number): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    await pageAt(await addressOf(child));
    const seconds = (performance.now() - startedMs) / 1000;
    await wait(restMs);
    memory.push(residentMegabytes(child.pid!));
    return seconds;
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

const workspace = await newWorkspace();
try {
  const engine = await openEngine({ workspace });
  const files: string[] = [];
  for (const [i, text] of textsOf("scifact").records.slice(0, 10).entries()) {
    files.push(join(workspace, `${i}.txt`));
    await writeFile(files[i]!, text);
  }
  await baseWith(engine.client, "bench", files);
  await engine.engine.stop();

  const memory = { product: [] as number[][], bare: [] as number[][] };
  const product = [join(dist, "headless.js"), "--no-open", "--port", "0", "--workspace", workspace];
  const bare = ["-e", bareServer, join(dist, "renderer/index.html")];
  const seconds = await inTurn({
    product: () => serveOnce(product, memory.product, 500),
    bare: () => serveOnce(bare, memory.bare, 0),
  });
  const total = (rounds: number[][]) => rounds.slice(1).map((parts) => parts.reduce((sum, part) => sum + part, 0));
  const atRest = memory.product.at(-1)!.map((megabytes, i) => `${i === 0 ? "engine" : "child"} ${figure(megabytes)}`);
  report("start", [
    {
      measured: "seconds from `--headless --no-open` on an existing workspace to the served page",
      baseline: "a bare Node that serves the page with node:http",
      ratio: ratioOf(seconds.product, seconds.bare),
      medians: `${figure(median(seconds.product))} / ${figure(median(seconds.bare))} s`,
    },
    ...(atRest.length === 0
      ? []
      : [
          {
            measured: "resident memory half a second later, all processes",
            baseline: "the same bare Node",
            ratio: ratioOf(total(memory.product), total(memory.bare)),
            medians: `${figure(median(total(memory.product)))} (${atRest.join(", ")}) / ${figure(median(total(memory.bare)))} MiB`,
          },
        ]),
  ]);
} finally {
  await rm(workspace, { recursive: true, force: true });
}
