// The preload's gifts to the page, the menu, and which remembered window places are still of use.
import { afterEach, describe, expect, test, vi } from "vitest";
import { menuTemplate } from "../../electron/shell/menu.ts";
import { usableState } from "../../electron/shell/window.ts";
import { WINDOW_PORT_MESSAGE } from "../../shared/domain/window-port.ts";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
afterEach(() => vi.unstubAllGlobals());

test("the preload gives the page plain things and never an Electron object", async () => {
  const listeners: Record<string, () => void> = {};
  const postMessage = vi.fn();
  vi.stubGlobal("addEventListener", (name: string, listener: () => void) => {
    listeners[name] = listener;
  });
  vi.stubGlobal("window", { postMessage });
  vi.stubGlobal("location", { origin: "app://alcove" });
  await import("../../electron/shell/preload.ts");

  const [name, gifts] = fake.given["contextBridge.exposeInMainWorld"] as [string, Record<string, unknown>];
  expect(name).toBe("alcove");
  expect(Object.keys(gifts).sort()).toEqual(["pathForFile", "platform", "savePdf"]);
  expect((gifts.pathForFile as (file: { name: string }) => string)({ name: "a.pdf" })).toBe("/somewhere/a.pdf");

  expect(fake.calls).not.toContain("ipcRenderer.send");
  listeners.DOMContentLoaded?.();
  expect(fake.given["ipcRenderer.send"]).toEqual([WINDOW_PORT_MESSAGE]);

  const port = new fake.FakePort();
  fake.ipcRenderer.emit(WINDOW_PORT_MESSAGE, { ports: [port], sender: "secret" }, null);
  expect(postMessage).toHaveBeenCalledExactlyOnceWith(WINDOW_PORT_MESSAGE, "app://alcove", [port]);
});

describe("the remembered place", () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1040 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ];
  const place = { x: 100, y: 100, width: 1000, height: 700, maximized: true };
  test("is used as it was", () => {
    expect(usableState(JSON.stringify(place), screens)).toEqual(place);
    expect(usableState(JSON.stringify({ ...place, x: 2000 }), screens)?.x).toBe(2000);
  });
  test.each([
    ["a screen that is gone", { ...place, x: 5000 }],
    ["above the top", { ...place, y: -400 }],
    ["below the bottom", { ...place, y: 1030 }],
    ["only an edge in sight", { ...place, x: -950 }],
    ["too small to use", { ...place, width: 20 }],
    ["not numbers", { ...place, x: "100" }],
    ["nothing", {}],
    ["not an object", null],
  ])("is forgotten: %s", (_name, state) => {
    expect(usableState(JSON.stringify(state), screens)).toBeUndefined();
  });
  test("is forgotten when its file is damaged", () => {
    expect(usableState('{"x": 1', screens)).toBeUndefined();
  });
});

describe("the menu", () => {
  const roles = (platform: NodeJS.Platform, packaged: boolean) => JSON.stringify(menuTemplate(platform, packaged));
  test("has the application menu on a Mac alone", () => {
    expect(roles("darwin", true)).toContain("appMenu");
    expect(roles("linux", true)).not.toContain("appMenu");
  });
  test("offers the developer tools in a clone alone", () => {
    expect(roles("linux", false)).toContain("toggleDevTools");
    expect(roles("linux", true)).not.toContain("toggleDevTools");
  });
});
