// `npm test`: installs and builds like start, then lint, types, unit tests, and end-to-end tests where a Chromium is.
// Ends with one line "N passed, N failed, N skipped" over all tests, and exit code 0 only when everything held.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findChromium } from "./chromium.mjs";
import { ensureBuilt } from "./compile.mjs";
import { canRunElectron } from "./electron-binary.mjs";
import { ensureInstalled } from "./install.mjs";
import { node24, orExplain, requireNode20, runProgram, toolPath } from "./toolchain.mjs";

requireNode20();
const skipIsFailure = process.env.ALCOVE_NO_SKIP === "1";

/** Counts of one runner's report file; a runner that died without one counts as one failure. */
function countsOf(file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  return read(JSON.parse(readFileSync(file, "utf8")));
}
const vitestCounts = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
});
const playwrightCounts = ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + (errors?.length ?? 0),
  skipped: stats.skipped,
});

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const node = node24();
  const reports = mkdtempSync(path.join(tmpdir(), "alcove-test-"));
  const bin = path.dirname(node);
  const env = { PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const broken = [];
  /** Runs one tool with Node 24 and notes its name when it fails. */
  const step = async (name, script, args, extra = {}) => {
    console.log(`\n${name}`);
    const { code } = await runProgram(node, [script, ...args], { env: { ...env, ...extra } });
    if (code !== 0) broken.push(name);
  };

  await step("Lint", toolPath("@biomejs", "biome", "bin", "biome"), ["check", "--error-on-warnings", "."]);
  await step("Types", toolPath("typescript", "bin", "tsc"), ["-p", "."]);

  const vitestReport = path.join(reports, "vitest.json");
  await step("Unit and integration tests", toolPath("vitest", "vitest.mjs"), [
    "run",
    "--config",
    "test/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestReport}`,
  ]);
  const counts = [countsOf(vitestReport, vitestCounts)];

  const chromium = findChromium();
  if (chromium) {
    const playwrightReport = path.join(reports, "playwright.json");
    await step(
      "End-to-end tests",
      toolPath("@playwright", "test", "cli.js"),
      ["test", "--config", "test/playwright.config.ts", "--reporter=list,json"],
      { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    );
    counts.push(countsOf(playwrightReport, playwrightCounts));
  } else {
    console.log("\nEnd-to-end tests were skipped: no Chromium is installed (set CHROMIUM_PATH to one).");
    if (skipIsFailure) broken.push("End-to-end tests (skipping is a failure here)");
  }
  // Electron's program cannot be had everywhere, so its absence is said and fails only where it was promised.
  if (!canRunElectron()) {
    console.log("\nThe tests in Electron itself were left out: its program is not installed, or there is no display.");
    if (process.env.ALCOVE_ELECTRON === "1") broken.push("Tests in Electron (promised by ALCOVE_ELECTRON=1)");
  }
  rmSync(reports, { recursive: true, force: true });

  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  const skippedBadly = skipIsFailure && sum("skipped") > 0;
  if (skippedBadly) console.log("\nTests were skipped although ALCOVE_NO_SKIP=1 makes that a failure.");
  if (broken.length > 0) console.log(`\nFailed: ${broken.join(", ")}`);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  process.exitCode = broken.length > 0 || skippedBadly || sum("failed") > 0 ? 1 : 0;
});
