// Runs the short form of a check as a test does: test/checks-short calls this, `npm test` calls that.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "./places.ts";

/** Runs test/checks/<name>.ts with `--short` and returns what it printed. Throws with that when it did not hold. */
export async function runShort(name: string): Promise<string> {
  const script = join(repositoryRoot, "test", "checks", `${name}.ts`);
  const child = spawn(process.execPath, [script, "--short"], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`The check ${name} did not hold:\n${printed}`);
  return printed;
}
