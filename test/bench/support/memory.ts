// Resident memory of a process and everything under it, by part. Used by start.bench.ts.
import { execFileSync } from "node:child_process";
import { basename } from "node:path";

/** A part of the product and its resident memory in MiB. */
export interface PartMemory {
  part: string;
  mebibytes: number;
}

/** The process `pid` first, then its children by the name of their entry; empty where there is no `ps`. */
export function residentMemory(pid: number): PartMemory[] {
  if (process.platform === "win32") return [];
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,args="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => {
      const [own, parent, kibibytes, ...args] = line.trim().split(/\s+/);
      return { own: Number(own), parent: Number(parent), mebibytes: Number(kibibytes) / 1024, args };
    });
  const under = (parent: number): PartMemory[] =>
    table
      .filter((row) => row.parent === parent)
      .flatMap(({ own, mebibytes, args }) => {
        const script = args.find((arg) => arg.endsWith(".js")) ?? args[0] ?? "";
        return [{ part: basename(script, ".js"), mebibytes }, ...under(own)];
      });
  const own = table.find((row) => row.own === pid);
  return own ? [{ part: "engine", mebibytes: own.mebibytes }, ...under(pid)] : [];
}
