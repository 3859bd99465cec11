// Check 01.6: the product talks to this machine alone. Its processes start, take in files, search, answer, serve a window
// and then wait under strace, in a network namespace without a way out; every address that they turn to is listed.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findChromium } from "../../build/chromium.mjs";
import { connect } from "../../electron/headless/connect.ts";
import type { Client } from "../../shared/contract/index.ts";
import { launchChromium, watchPage } from "../helpers/watched-page.ts";
import { followRun, ingest } from "./support/engine.ts";
import { addressOf, headlessArgs } from "./support/engine-process.ts";
import { atLeast, type CheckOptions, exactly, type Figure, runCheck, shown } from "./support/figures.ts";
import { filesToTakeIn, placeModel } from "./support/inputs.ts";
import { TRIED } from "./support/reaching-out.ts";
import {
  canTrace,
  nameLookups,
  outsideContacts,
  readTraces,
  runToEnd,
  type Trace,
  tracing,
  withoutNetwork,
} from "./support/traced-network.ts";

const FILES = 12;
const SHORT_FILES = 3;
/** Libraries that report home do so with a delay; about 10 and 20 s after they were first used were seen. In seconds. */
const WAIT_S = { short: 3, normal: 45, full: 180 };
/** Set for the part of the check that runs inside of the namespace. */
const INSIDE = "ALCOVE_CHECK_INSIDE";

/** What a person does in a first hour: adds files, searches in every mode, asks with and without a model, looks around. */
async function workWith(client: Client, files: string[]): Promise<{ ready: number; hits: number; answers: number }> {
  const { id } = await client.knowledge.create({ name: "connections" });
  const { ready } = await ingest(client, id, files);
  let hits = 0;
  for (const mode of ["vector", "full-text", "hybrid", "default"] as const) {
    hits += (await client.knowledge.search({ knowledgeBaseIds: [id], query: "the year", mode, top: 5 })).hits.length;
  }
  let answers = 0;
  for (const modelId of [undefined, "none"]) {
    const question = { text: "Which year is it about?", knowledgeBaseIds: [id], ...(modelId ? { modelId } : {}) };
    const { runId } = await client.chats.send(question);
    if ((await followRun(client, runId)).status === "succeeded") answers++;
  }
  await client.models.list();
  await client.models.catalogue();
  await client.egress.ledger({ limit: 10 });
  await client.system.info();
  return { ready, hits, answers };
}

/** Opens the window once, looks into every section, and returns what it asked for elsewhere. */
async function openWindow(address: string): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const { problems } = watchPage(page);
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    const sections = page.locator("nav a[href^='#/']");
    for (const href of await sections.evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
      await page.evaluate((hash) => window.location.assign(hash), href ?? "");
      await page.waitForTimeout(500);
    }
    return problems.filter((problem) => problem.startsWith("request to"));
  } finally {
    await browser.close();
  }
}

/** The variables that a person's desktop sets. Reporting is often off where a CI or a test says that it is one. */
function plainEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = ["PATH", "LANG", "LD_LIBRARY_PATH"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOME: home };
}

/** Does it all under strace and returns the figures. */
async function measureProduct({ full, short, seed }: CheckOptions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-connections-"));
  const workspace = join(folder, "workspace");
  const home = join(folder, "home");
  const traces = join(folder, "traces");
  mkdirSync(traces);
  mkdirSync(home);
  try {
    await placeModel(workspace, full);
    const [program, ...args] = [...tracing(join(traces, "product")), process.execPath, ...headlessArgs(workspace)];
    const child = spawn(program!, args, { stdio: ["ignore", "pipe", "pipe"], env: plainEnvironment(home) });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const address = await addressOf(child);
    const connection = await connect(workspace);
    const { parts } = await connection.client.system.info();
    const files = filesToTakeIn(short ? SHORT_FILES : full ? 3 * FILES : FILES, seed);
    const used = await workWith(connection.client, files);
    const requests = findChromium() && !short ? await openWindow(address) : undefined;
    const waitS = short ? WAIT_S.short : full ? WAIT_S.full : WAIT_S.normal;
    await new Promise((resolve) => setTimeout(resolve, waitS * 1000));
    await connection.close();
    process.kill(parts.find(({ name }) => name === "engine")!.pid!, "SIGTERM");
    await ended;
    const strewn = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of strewn) console.log(`  left: ${relative(home, join(parentPath, name))}`);
    return [
      ...figuresOf(readTraces(join(traces, "product"))),
      exactly("files left in the home folder", strewn.length, 0),
      ...usedFigures(used, requests),
      shown("waited afterwards", waitS, "s"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(trace: Trace): Figure[] {
  const outside = outsideContacts(trace);
  const lookups = nameLookups(trace);
  for (const contact of outside) console.log(`  outside: ${contact}`);
  for (const lookup of lookups) console.log(`  name lookup: ${lookup}`);
  return [
    exactly("addresses outside this machine", outside.length, 0),
    exactly("name lookups", lookups.length, 0),
    exactly("io_uring instances (unseen by the trace)", trace.rings, 0),
    atLeast("processes and threads traced", trace.tasks, 10),
    shown("contacts on loopback", trace.contacts.length - outside.length),
  ];
}

function usedFigures(used: Awaited<ReturnType<typeof workWith>>, requests: string[] | undefined): Figure[] {
  return [
    atLeast("files ready", used.ready, 1),
    atLeast("hits", used.hits, 4),
    exactly("answers", used.answers, 2),
    requests === undefined
      ? shown("requests of the page to other hosts", "not asked")
      : exactly("requests of the page to other hosts", requests.length, 0),
  ];
}

/** The trace of a program that does reach out must show it. Without a namespace it would really send, so then it is not run. */
async function measureControl(noNetwork: string[]): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-control-"));
  try {
    const prefix = join(folder, "control");
    const script = join(import.meta.dirname, "support", "reaching-out.ts");
    await runToEnd([...noNetwork, ...tracing(prefix), process.execPath, script]);
    const trace = readTraces(prefix);
    const outside = outsideContacts(trace);
    const sees = (address: string) => outside.some((contact) => contact.includes(` ${address} port ${TRIED.port}`));
    const seesLoopback = trace.contacts.some(({ address, port }) => address === TRIED.loopback && port === TRIED.port);
    const expected = [TRIED.tcp, TRIED.tcp6, TRIED.udp];
    return [
      exactly("control: addresses outside that were seen", expected.filter(sees).length, expected.length),
      exactly("control: loopback seen and not counted", Number(seesLoopback && !sees(TRIED.loopback)), 1),
      exactly("control: name lookup seen", Number(nameLookups(trace).length > 0), 1),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(options: CheckOptions): Promise<Figure[]> {
  if (!canTrace())
    throw new Error("This check needs Linux with strace that may follow processes (apt install strace).");
  if (process.env[INSIDE] === "1") return measureProduct(options);
  const noNetwork = withoutNetwork();
  if (!noNetwork) throw new Error("This check needs network namespaces: unshare --net with ip link set lo up.");
  const control = await measureControl(noNetwork);
  // The check itself goes into the namespace, so that nothing it starts could reach out.
  const inside = [...noNetwork, "env", `${INSIDE}=1`, process.execPath, import.meta.filename, ...process.argv.slice(2)];
  const held = (await runToEnd(inside)) === 0;
  return [exactly("product: all figures above met", Number(held), 1), ...control];
}

if (import.meta.main) await runCheck(measure);
