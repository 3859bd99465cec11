// The shell as a whole, against a stand-in for Electron: what it asks for, in which order, and how it joins window and
// engine. What Electron makes of it is tested in test/e2e/electron where its program exists.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { SAVE_PDF_MESSAGE, WINDOW_PORT_MESSAGE } from "../../shared/domain/window-port.ts";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

const userData = mkdtempSync(path.join(tmpdir(), "alcove-shell-"));
const order = (name: string) => fake.calls.indexOf(name);
const window = () => fake.BrowserWindow.all[0]!;
const engines = () => fake.FakeUtility.all.filter(({ entry }) => path.basename(entry) === "engine.js");
const engine = () => engines().at(-1)!;
const mainFrame = (url: string) => ({ senderFrame: { url, parent: null }, sender: window().webContents });

beforeAll(async () => {
  fake.app.paths.userData = userData;
  process.argv = ["electron", "folder", "--workspace", "some-workspace"];
  await import("../../electron/shell/main.ts");
  fake.app.ready.resolve();
  await vi.waitFor(() => expect(fake.BrowserWindow.all).toHaveLength(1));
});

describe("before anything is shown", () => {
  test("every renderer is sandboxed and app:// is a proper secure origin before Electron is ready", () => {
    expect(order("app.enableSandbox")).toBeGreaterThanOrEqual(0);
    expect(order("app.enableSandbox")).toBeLessThan(order("app.whenReady"));
    expect(order("protocol.registerSchemesAsPrivileged")).toBeLessThan(order("app.whenReady"));
    const [schemes] = fake.given["protocol.registerSchemesAsPrivileged"] as [Electron.CustomScheme[]];
    expect(schemes).toHaveLength(1);
    expect(schemes[0]).toMatchObject({ scheme: "app", privileges: { standard: true, secure: true } });
    expect(schemes[0]?.privileges).not.toHaveProperty("bypassCSP");
  });

  test("only one instance opens a workspace, and each workspace has a lock of its own", () => {
    expect(order("app.requestSingleInstanceLock")).toBeGreaterThan(order("app.setPath"));
    expect(order("app.requestSingleInstanceLock")).toBeLessThan(order("app.whenReady"));
    expect(fake.app.paths.userData).toMatch(/window-[0-9a-f]{8}$/);
  });

  test("permissions, protocol and menu are in place before the first window", () => {
    for (const name of [
      "protocol.handle",
      "session.setPermissionRequestHandler",
      "session.setPermissionCheckHandler",
      "session.setDevicePermissionHandler",
      "session.webRequest.onBeforeRequest",
      "Menu.setApplicationMenu",
    ]) {
      expect(order(name), name).toBeGreaterThanOrEqual(0);
      expect(order(name), name).toBeLessThan(order("new BrowserWindow"));
    }
  });
});

test("the window is isolated, sandboxed and has no Node", () => {
  const preferences = window().options.webPreferences;
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  for (const loosening of [
    "webSecurity",
    "allowRunningInsecureContent",
    "experimentalFeatures",
    "enableBlinkFeatures",
  ]) {
    expect(preferences).not.toHaveProperty(loosening);
  }
  expect(path.basename(preferences?.preload ?? "")).toBe("preload.cjs");
  expect(window().did).toContain("load app://alcove/");
});

describe("window and engine", () => {
  test("the engine is a utility process and gets the command line", () => {
    expect(engines()).toHaveLength(1);
    expect(engine().args).toEqual(["--workspace", "some-workspace"]);
  });

  test("a page that asks gets a port whose other end the engine holds", () => {
    fake.ipcMain.emit(WINDOW_PORT_MESSAGE, mainFrame("app://alcove/"));
    const sent = window().webContents.posted.at(-1)!;
    const got = engine().received.at(-1)!;
    expect(sent.channel).toBe(WINDOW_PORT_MESSAGE);
    expect(got.message).toEqual({ type: "window" });
    const heard: unknown[] = [];
    got.ports[0]!.on("message", ({ data }) => heard.push(data));
    got.ports[0]!.start();
    sent.ports[0]!.postMessage({ hello: 1 });
    expect(heard).toEqual([{ hello: 1 }]);
  });

  test.each([
    ["another origin", { url: "https://example.org/", parent: null }],
    ["an origin that begins like ours", { url: "app://alcove.example.org/", parent: null }],
    ["a frame inside of ours", { url: "app://alcove/", parent: {} }],
    ["a local file", { url: "file:///etc/passwd", parent: null }],
  ])("%s gets no port", (_name, senderFrame) => {
    const before = window().webContents.posted.length;
    fake.ipcMain.emit(WINDOW_PORT_MESSAGE, { senderFrame, sender: window().webContents });
    fake.ipcMain.emit(WINDOW_PORT_MESSAGE, { senderFrame: null, sender: window().webContents });
    expect(window().webContents.posted).toHaveLength(before);
  });

  test("stored files can be read only once the engine has said where they are", async () => {
    const [, handler] = fake.given["protocol.handle"] as [string, (request: Request) => Promise<Response>];
    const url = `app://alcove/blobs/${"a".repeat(64)}`;
    expect((await handler({ url, method: "GET" } as Request)).status).toBe(404);
  });

  test("an engine that dies is started again and the window gets a new port", () => {
    const before = window().webContents.posted.length;
    engine().emit("exit", 11);
    expect(engines()).toHaveLength(2);
    expect(window().webContents.posted).toHaveLength(before + 1);
    expect(engine().received.at(-1)?.message).toEqual({ type: "window" });
  });

  test("an engine that cannot start is explained, and the app ends with a failure", () => {
    engine().emit("message", { type: "failed", message: "The workspace is locked.", action: "Close the other one." });
    expect(fake.given["dialog.showErrorBox"]?.join(" ")).toContain("The workspace is locked.\n\nClose the other one.");
    expect(fake.given["app.exit"]).toEqual([1]);
  });

  test("an engine that dies three times within a minute is given up", () => {
    const exits = () => fake.calls.filter((name) => name === "app.exit").length;
    const before = exits();
    engine().emit("exit", 11);
    expect(exits()).toBe(before);
    engine().emit("exit", 11);
    expect(exits()).toBe(before + 1);
    expect(engines()).toHaveLength(3);
  });
});

test("a second start brings the window to the front", () => {
  fake.app.emit("second-instance");
  expect(window().did.slice(-3)).toEqual(["restore", "show", "focus"]);
});

test("the window's place is remembered in the instance's own folder", () => {
  window().emit("close");
  const file = path.join(fake.app.paths.userData ?? "", "window.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ x: 10, y: 20, width: 900, height: 700, maximized: false });
});

describe("the page as a PDF", () => {
  const ask = (url: string, name: unknown) => fake.handlers[SAVE_PDF_MESSAGE]!(mainFrame(url), name);
  const offered = () => (fake.given["dialog.showSaveDialog"]![1] as Electron.SaveDialogOptions).defaultPath;

  test("is written where the person says, under a proposed name that cannot leave the folder", async () => {
    fake.app.paths.documents = userData;
    fake.person.saves = path.join(userData, "saved.pdf");
    expect(await ask("app://alcove/#/chat/1", "../../etc/Notes on steam.pdf")).toBe(true);
    expect(readFileSync(fake.person.saves, "utf8")).toBe("%PDF-");
    expect(offered()).toBe(path.join(userData, "Notes on steam.pdf"));
    expect(fake.given["webContents.printToPDF"]?.[0]).toMatchObject({ pageSize: "A4", generateTaggedPDF: true });
  });

  test("is not printed when the person decides against it, nor for a page that is not ours", async () => {
    fake.person.saves = undefined;
    const before = fake.calls.length;
    expect(await ask("app://alcove/", "a.pdf")).toBe(false);
    expect(await ask("https://example.org/", "a.pdf")).toBe(false);
    expect(fake.calls.slice(before)).toEqual(["dialog.showSaveDialog"]);
  });

  test.each([
    ["", "Alcove.pdf"],
    [undefined, "Alcove.pdf"],
    ["..\\..\\x", "x.pdf"],
    [".hidden.PDF", "hidden.pdf"],
  ])("%j is offered as %s", async (name, expected) => {
    await ask("app://alcove/", name);
    expect(path.basename(offered() ?? "")).toBe(expected);
  });
});
