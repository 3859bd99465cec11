// A second start for the same workspace steps back at once.
import { expect, test, vi } from "vitest";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

test("a second instance opens nothing and starts nothing", async () => {
  fake.app.hasLock = false;
  process.argv = ["electron", "folder"];
  await import("../../electron/shell/main.ts");
  fake.app.ready.resolve();
  await new Promise(setImmediate);
  expect(fake.calls).toContain("app.quit");
  expect(fake.calls).not.toContain("app.whenReady");
  expect(fake.BrowserWindow.all).toEqual([]);
  expect(fake.FakeUtility.all).toEqual([]);
});
