// How the shell ends: it waits for the engine.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

test("quitting asks the engine to finish, waits for it, and does not start it again", async () => {
  fake.app.paths.userData = mkdtempSync(path.join(tmpdir(), "alcove-shell-"));
  process.argv = ["electron", "folder"];
  await import("../../electron/shell/main.ts");
  fake.app.ready.resolve();
  await new Promise(setImmediate);
  const [engine] = fake.FakeUtility.all;
  fake.app.emit("window-all-closed");
  expect(fake.calls.at(-1)).toBe("app.quit");

  const first = { preventDefault: vi.fn() };
  fake.app.emit("before-quit", first);
  expect(first.preventDefault).toHaveBeenCalledOnce();
  expect(engine?.received.at(-1)?.message).toEqual({ type: "stop" });

  fake.calls.length = 0;
  engine?.emit("exit", 0);
  expect(fake.calls).toEqual(["app.quit"]);
  const second = { preventDefault: vi.fn() };
  fake.app.emit("before-quit", second);
  expect(second.preventDefault).not.toHaveBeenCalled();
  expect(fake.FakeUtility.all).toHaveLength(1);
});
