// Promises of titles: a model's reply becomes a short plain line or nothing, and nobody waits for it.
import { describe, expect, it } from "vitest";
import { foreground } from "../../../electron/engine/chats/foreground.ts";
import { cleanTitle } from "../../../electron/engine/chats/title.ts";

describe("a model's title", () => {
  it.each([
    ["Fox near Oxford", "Fox near Oxford"],
    ['"Fox near Oxford."', "Fox near Oxford"],
    ["Title: Fox near Oxford!\n\nI hope this helps.", "Fox near Oxford"],
    ["**Fox near Oxford**", "Fox near Oxford"],
    ["\n\n# Fox  near\tOxford", "Fox near Oxford"],
    ["标题：《牛津附近的狐狸》。", "牛津附近的狐狸"],
    ["“合同的生效日期”", "合同的生效日期"],
    ["C++ and R.U.R", "C++ and R.U.R"],
  ])("%j is shown as %j", (reply, title) => expect(cleanTitle(reply)).toBe(title));

  it.each(["", "  \n ", "...", "—!?", "\ufffd\ufffd", `The fox was heard near Oxford ${"and seen ".repeat(8)}`])(
    "%j is no title",
    (reply) => expect(cleanTitle(reply)).toBeNull(),
  );
});

describe("what is not urgent", () => {
  const never = new AbortController().signal;
  const untilAborted = (signal: AbortSignal) =>
    new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

  it("waits for an answer, and is done again where one comes in between", async () => {
    const turns = foreground();
    const told: string[] = [];
    let endFirst = () => {};
    const first = turns.during(() => new Promise<void>((resolve) => (endFirst = resolve)));
    let tries = 0;
    const title = turns.between(never, async (signal) => {
      told.push(`try ${++tries}`);
      return tries === 1 ? untilAborted(signal) : "Title";
    });
    await Promise.resolve();
    expect(told).toEqual([]);
    endFirst();
    await first;
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual(["try 1"]);
    await turns.during(async () => told.push("answer"));
    expect(await title).toBe("Title");
    expect(told).toEqual(["try 1", "answer", "try 2"]);
  });

  it("ends when it is cancelled, waiting or not, and when it fails", async () => {
    const turns = foreground();
    const waiting = new AbortController();
    let end = () => {};
    const answer = turns.during(() => new Promise<void>((resolve) => (end = resolve)));
    const waits = turns.between(waiting.signal, async () => "never");
    waiting.abort(new Error("stopped"));
    await expect(waits).rejects.toThrow("stopped");
    end();
    await answer;
    const working = new AbortController();
    const works = turns.between(working.signal, untilAborted);
    await Promise.resolve();
    working.abort(new Error("stopped too"));
    await expect(works).rejects.toThrow("stopped too");
    await expect(turns.between(never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });
});
