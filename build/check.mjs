// `npm run check -- NN[.k] [--full]`: runs test/checks/NN-k-*.ts one after the other with Node 24, in order.
// Each check prints what it measured beside its aim and exits with 1 when it missed; so does this.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureBuilt } from "./compile.mjs";
import { ensureInstalled } from "./install.mjs";
import { node24, orExplain, PlainFailure, requireNode20, root, runProgram } from "./toolchain.mjs";

requireNode20();

/** The checks that `selector` ("01", "01.7") names, in numeric order. */
function checksFor(selector) {
  const match = /^(\d{1,2})(?:[.-](\d{1,2}))?$/.exec(selector ?? "");
  if (!match) throw new PlainFailure("Say which check: npm run check -- 01, or npm run check -- 01.7");
  const folder = path.join(root, "test", "checks");
  const [, group, one] = match;
  const wanted = (existsSync(folder) ? readdirSync(folder) : [])
    .map((file) => ({ file, parts: /^(\d+)-(\d+)-[\w-]+\.ts$/.exec(file) }))
    .filter(({ parts }) => parts && Number(parts[1]) === Number(group) && (!one || Number(parts[2]) === Number(one)))
    .sort((a, b) => Number(a.parts[2]) - Number(b.parts[2]))
    .map(({ file }) => path.join(folder, file));
  if (wanted.length === 0) throw new PlainFailure(`There is no check ${selector} in test/checks.`);
  return wanted;
}

await orExplain(async () => {
  const [selector, ...rest] = process.argv.slice(2);
  const checks = checksFor(selector);
  await ensureInstalled();
  await ensureBuilt();
  const missed = [];
  for (const check of checks) {
    console.log(`\n== ${path.basename(check, ".ts")}`);
    const { code } = await runProgram(node24(), [check, ...rest]);
    if (code !== 0) missed.push(path.basename(check, ".ts"));
  }
  console.log(missed.length === 0 ? `\nAll ${checks.length} checks held.` : `\nMissed: ${missed.join(", ")}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
});
