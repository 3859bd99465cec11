// A page in Chromium that is watched for what must not happen on any screen: console errors, texts without translation,
// overflow, serious accessibility findings. For end-to-end tests and for checks that take screenshots.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../build/chromium.mjs";

/** Keeps Chromium from calling its maker; `--no-sandbox` because its own sandbox cannot start as root. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
];

/** An installed Chromium, headless. Throws where there is none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium is installed; set CHROMIUM_PATH to one.");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...QUIET, ...sandbox] });
}

/** Collects console errors, uncaught errors and requests that left this machine. */
export function watchPage(page: Page): { problems: string[] } {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const local = ["127.0.0.1", "localhost", ""].includes(hostname) || protocol === "data:" || protocol === "blob:";
    if (!local) problems.push(`request to ${hostname}`);
  });
  return { problems };
}

/** Drops files on the middle of the window, as a person does from a file browser. */
export async function dropFiles(page: Page, paths: string[]): Promise<void> {
  const files = paths.map((path) => ({ name: basename(path), base64: readFileSync(path).toString("base64") }));
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, files);
  const target = page.locator("body");
  await target.dispatchEvent("dragenter", { dataTransfer: transfer });
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

/** What is wrong with the screen as it stands: overflow, raw translation keys, serious or critical axe findings. */
export async function screenProblems(page: Page, name: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const list: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1)
      list.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
    for (const element of document.querySelectorAll<HTMLElement>("button, h1, h2, label, th")) {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const hides = overflowX === "hidden" && textOverflow !== "ellipsis";
      if (hides && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 2) {
        list.push(`"${element.textContent?.slice(0, 40)}" is cut off`);
      }
    }
    const raw = /(?:^|\s)(?:common|chat|frame|knowledge|models|settings|evidence|onboarding)\.[a-z]\w+(?=\s|$)/;
    const hit = raw.exec(document.body.textContent);
    if (hit) list.push(`text without translation: ${hit[0].trim()}`);
    return list;
  });
  const axe = await new AxeBuilder({ page }).analyze();
  const serious = axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  for (const { id, nodes } of serious)
    found.push(
      `axe ${id}: ${nodes
        .map(({ target }) => target.join(" "))
        .join(", ")
        .slice(0, 200)}`,
    );
  return found.map((problem) => `${name}: ${problem}`);
}
