// `npm run -s alcove -- COMMAND ...`: the command line from a clone. Standard output is the command's alone.
import path from "node:path";
import { ensureBuilt } from "./compile.mjs";
import { ensureInstalled } from "./install.mjs";
import { becomeProgram, compileCache, node24, orExplain, requireNode20, root } from "./toolchain.mjs";

requireNode20();
await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt({ quiet: true });
  process.exitCode = await becomeProgram(node24(), [path.join(root, "dist", "cli.js"), ...process.argv.slice(2)], {
    NODE_COMPILE_CACHE: compileCache,
  });
});
