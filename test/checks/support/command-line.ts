// The command line as others use it: a program whose JSON Lines are read. Called by checks that measure through it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "./places.ts";

/** Runs `alcove ARGS --json` on a workspace and returns its objects; `onObject` sees each as it comes. Throws when it fails. */
export async function alcove(
  workspace: string,
  args: string[],
  onObject?: (object: Record<string, unknown>) => void,
): Promise<Record<string, unknown>[]> {
  const program = join(repositoryRoot, "dist", "cli.js");
  const child = spawn(process.execPath, [program, ...args, "--json", "--quiet", "--workspace", workspace], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const objects: Record<string, unknown>[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const object = JSON.parse(line) as Record<string, unknown>;
      objects.push(object);
      onObject?.(object);
    }
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`alcove ${args.join(" ")} ended with ${code}: ${JSON.stringify(objects.at(-1))}`);
  return objects;
}
