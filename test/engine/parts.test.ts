// Calls to child processes: what a deadline ends stays ended, and a call whose process died is made again.
import { describe, expect, it } from "vitest";
import { createPart } from "../../electron/engine/parts.ts";
import { MEMORY_SIGNAL } from "../../shared/children/index.ts";
import type { Launch } from "../../shared/children/launch.ts";

type Methods = { work: { params: { file: string }; result: string } };

/** Children that hand every call to `answer`, which gives a result, or undefined to hang; `die` ends the newest one. */
function children(answer: (file: string, child: number) => string | undefined) {
  const calls: string[] = [];
  const closers: ((reason?: string) => void)[] = [];
  const launch: Launch = () => {
    const child = closers.length;
    const listeners: ((message: unknown) => void)[] = [];
    const onClose: ((reason: string) => void)[] = [];
    const close = (reason = "signal SIGKILL") => {
      for (const listener of onClose.splice(0)) listener(reason);
    };
    closers.push(close);
    return {
      pid: child + 1,
      kill: () => setTimeout(() => close(), 5),
      port: {
        onMessage: (listener) => listeners.push(listener),
        onClose: (listener) => onClose.push(listener),
        post(message) {
          const { kind, id, params } = message as { kind: string; id: number; params: { file: string } };
          if (kind !== "call") return;
          calls.push(`${params.file} by ${child}`);
          const result = answer(params.file, child);
          if (result !== undefined) for (const listener of listeners) listener({ kind: "result", id, result });
        },
      },
    };
  };
  return { launch, calls, die: (reason?: string) => closers.at(-1)?.(reason) };
}

describe("a part", () => {
  it("does not give a file that took too long to the next process as well", async () => {
    const { launch, calls } = children((file) => (file === "endless" ? undefined : "read"));
    const part = createPart<Methods>("parser", launch, { idleMs: 0, retries: 2 });
    await expect(part.callWithin(20, "work", { file: "endless" })).rejects.toMatchObject({ code: "child.timeout" });
    await new Promise((done) => setTimeout(done, 50));
    expect(await part.callWithin(1000, "work", { file: "good" })).toBe("read");
    expect(calls).toEqual(["endless by 0", "good by 1"]);
    part.stop();
  });

  it("makes a call again whose process died, and gives up in the end", async () => {
    const { launch, calls, die } = children((file, child) => (file === "deadly" || child === 0 ? undefined : "read"));
    const part = createPart<Methods>("parser", launch, { idleMs: 0, retries: 2 });
    const unlucky = part.call("work", { file: "unlucky" });
    await new Promise((done) => setTimeout(done, 5));
    die();
    expect(await unlucky).toBe("read");
    const deadly = expect(part.call("work", { file: "deadly" })).rejects.toMatchObject({ code: "child.lost" });
    for (let i = 0; i < 3; i++) {
      await new Promise((done) => setTimeout(done, 5));
      die();
    }
    await deadly;
    expect(calls).toEqual(["unlucky by 0", "unlucky by 1", "deadly by 1", "deadly by 2", "deadly by 3"]);
    part.stop();
  });

  it("gives no other process what needed too much memory", async () => {
    const { launch, calls, die } = children(() => undefined);
    const part = createPart<Methods>("parser", launch, { idleMs: 0, retries: 2 });
    const bomb = expect(part.call("work", { file: "bomb" })).rejects.toMatchObject({ code: "child.memory" });
    await new Promise((done) => setTimeout(done, 5));
    die(`signal ${MEMORY_SIGNAL}`);
    await bomb;
    expect(calls).toEqual(["bomb by 0"]);
    part.stop();
  });
});
