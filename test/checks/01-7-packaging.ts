// Check 1.7: the package is whole, small and locked down. Run by `npm run check -- 01.7`; the same as
// `npm run package:check`, with its aims beside what was measured.
import { checkPackage } from "../../build/package-check.mjs";
import { largestMb } from "../../build/package-rules.mjs";

const { problems, sizes, totalMb, native, files, seconds } = await checkPackage();
const rows: [string, string, string][] = [
  ["rules, fuses, libraries and start-up broken", String(problems.length), "0"],
  ["size without Electron", `${totalMb} MB`, `at most ${largestMb} MB`],
  ["native libraries that load from the package", String(native), "all"],
];
for (const [what, measured, aim] of rows) console.log(`${what}: ${measured} (aim: ${aim})`);
console.log(`${files} files, made and checked in ${seconds} s; largest parts:`);
for (const [part, megabytes] of sizes.slice(0, 8)) console.log(`  ${megabytes} MB  ${part}`);
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
