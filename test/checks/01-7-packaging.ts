// Check 01.7: the package is whole, small and locked down: electron-builder's own output is opened, its fuses read, its
// native libraries loaded and its program started. The same as `npm run package:check`.
import { checkPackage } from "../../build/package-check.mjs";
import { largestMb } from "../../build/package-rules.mjs";
import { atMost, exactly, type Figure, runCheck, shown } from "./support/figures.ts";

async function measure(): Promise<Figure[]> {
  const { problems, sizes, totalMb, native, files, seconds } = await checkPackage();
  for (const problem of problems) console.error(problem);
  return [
    exactly("rules, fuses, libraries and starts that failed", problems.length, 0),
    atMost("size without Electron", totalMb, largestMb, "MB"),
    shown("native libraries, all loaded from the package", native),
    shown("files", files),
    shown("time to make and check it", seconds, "s"),
    ...sizes.slice(0, 6).map(([part, megabytes]) => shown(`  ${part}`, Number(megabytes), "MB")),
  ];
}

await runCheck(measure);
