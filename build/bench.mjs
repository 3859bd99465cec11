// `npm run bench -- [NAME ...]`: runs test/bench/*.bench.ts one after the other with Node 24, or those named. Benchmarks
// print ratios against a baseline of the same run and are not part of the tests; one that breaks makes the exit code 1.
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensureBuilt } from "./compile.mjs";
import { ensureInstalled } from "./install.mjs";
import { node24, orExplain, PlainFailure, requireNode20, root, runProgram } from "./toolchain.mjs";

requireNode20();
await orExplain(async () => {
  const folder = path.join(root, "test", "bench");
  const named = process.argv.slice(2);
  const all = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));
  const wanted = named.length === 0 ? all : all.filter((file) => named.includes(file.replace(".bench.ts", "")));
  if (wanted.length === 0)
    throw new PlainFailure(
      `There is no such benchmark; there are: ${all.map((file) => file.replace(".bench.ts", "")).join(", ")}`,
    );
  await ensureInstalled();
  await ensureBuilt();
  const broken = [];
  for (const file of wanted) {
    console.log(`\n== ${file.replace(".bench.ts", "")}`);
    const { code } = await runProgram(node24(), [path.join(folder, file)]);
    if (code !== 0) broken.push(file);
  }
  if (broken.length > 0) throw new PlainFailure(`Broken: ${broken.join(", ")}`);
});
