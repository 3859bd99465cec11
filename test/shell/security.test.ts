// The guards around every page: each row of the security checklist that Electron's events and handlers decide.
import type { EventEmitter } from "node:events";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { confinePages, isFromOwnPage, mayOpenOutside } from "../../electron/shell/security.ts";
import { readSources } from "../structure/sources.ts";
import * as fake from "./fake-electron.ts";

const session = fake.session.defaultSession;
const contents = new fake.FakeContents();

beforeEach(() => {
  for (const emitter of [fake.app, session, contents] satisfies EventEmitter[]) emitter.removeAllListeners();
  fake.calls.length = 0;
  confinePages(
    fake.app as unknown as Electron.App,
    session as unknown as Electron.Session,
    fake.dialog as unknown as Electron.Dialog,
    fake.shell as unknown as Electron.Shell,
  );
  fake.app.emit("web-contents-created", {}, contents);
});

const PERMISSIONS = [
  "clipboard-read",
  "display-capture",
  "fileSystem",
  "geolocation",
  "hid",
  "media",
  "midi",
  "notifications",
  "openExternal",
  "pointerLock",
  "serial",
  "usb",
  "window-management",
  "unknown",
];

describe("permissions", () => {
  const request = (permission: string, requestingUrl: string) => {
    const [handler] = fake.given["session.setPermissionRequestHandler"] as [
      (contents: unknown, permission: string, answer: (granted: boolean) => void, details: object) => void,
    ];
    const answer = vi.fn();
    handler(contents, permission, answer, { requestingUrl });
    return answer.mock.calls[0]?.[0];
  };
  const check = (permission: string, origin: string) => {
    const [handler] = fake.given["session.setPermissionCheckHandler"] as [
      (contents: unknown, permission: string, origin: string) => boolean,
    ];
    return handler(contents, permission, origin);
  };
  test.each(PERMISSIONS)("%s is refused", (permission) => {
    expect(request(permission, "app://alcove/")).toBe(false);
    expect(check(permission, "app://alcove/")).toBe(false);
  });
  test("our page may write to the clipboard, another may not", () => {
    expect([
      request("clipboard-sanitized-write", "app://alcove/"),
      check("clipboard-sanitized-write", "app://alcove/"),
    ]).toEqual([true, true]);
    expect([request("clipboard-sanitized-write", "https://a.org/"), check("clipboard-sanitized-write", "")]).toEqual([
      false,
      false,
    ]);
  });
  test("devices are refused", () => {
    const [handler] = fake.given["session.setDevicePermissionHandler"] as [() => boolean];
    expect(handler()).toBe(false);
  });
});

describe("navigation", () => {
  const refused = (name: string, details: object) => {
    const event = { preventDefault: vi.fn(), ...details };
    contents.emit(name, event);
    return event.preventDefault.mock.calls.length > 0;
  };
  const FOREIGN = [
    "https://example.org/",
    "http://127.0.0.1:8080/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "app://alcove.example.org/",
    "app://other/",
    "app://alcove:99/",
    "app://x@alcove/",
    "app:alcove",
    "not an address",
    "",
  ];
  test.each(FOREIGN)("the window does not go to %j", (url) => {
    expect(refused("will-navigate", { url })).toBe(true);
    expect(refused("will-redirect", { url })).toBe(true);
  });
  test("it may move inside of our own origin", () => {
    expect(refused("will-navigate", { url: "app://alcove/#/chats" })).toBe(false);
  });
  test("frames and webviews are refused", () => {
    expect(refused("will-frame-navigate", { url: "app://alcove/", isMainFrame: false })).toBe(true);
    expect(refused("will-attach-webview", {})).toBe(true);
  });
});

describe("the network", () => {
  const [open, closed] = [
    ["app://alcove/assets/x.js", "blob:app://alcove/1", "data:image/png;base64,AA==", "devtools://devtools/x.html"],
    [
      "https://example.org/x",
      "http://127.0.0.1:9/",
      "ws://127.0.0.1/",
      "file:///etc/passwd",
      "ftp://a.org/",
      "chrome://gpu/",
    ],
  ];
  test.each([...open!.map((url) => [url, false] as const), ...closed!.map((url) => [url, true] as const)])(
    "%s: cancelled %s",
    (url, cancel) => {
      const [handler] = fake.given["session.webRequest.onBeforeRequest"] as [
        (details: { url: string }, answer: (response: object) => void) => void,
      ];
      const answer = vi.fn();
      handler({ url }, answer);
      expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel });
    },
  );
});

describe("addresses outside", () => {
  test.each([
    ["https://example.org/a?b=c", true],
    ["mailto:someone@example.org", true],
    ["http://example.org/", false],
    ["https://user:word@example.org/", false],
    ["file:///etc/passwd", false],
    ["smb://server/share", false],
    ["javascript:alert(1)", false],
    ["ms-msdt:/id", false],
    ["vscode://file/x", false],
    ["app://alcove/", false],
    ["https://", false],
    ["", false],
  ])("%s: %s", (address, allowed) => {
    expect(mayOpenOutside(address)).toBe(allowed);
  });

  test("a new window is never opened; the person is asked, shown the address, and decides", async () => {
    const open = async (url: string, answer: number) => {
      fake.calls.length = 0;
      fake.person.answers = answer;
      expect(contents.openHandler?.({ url })).toEqual({ action: "deny" });
      await new Promise(setImmediate);
      return fake.calls.join(" ");
    };
    expect(await open("https://example.org/", 0)).toBe("dialog.showMessageBox");
    expect(fake.given["dialog.showMessageBox"]).toMatchObject([
      { detail: "https://example.org/", defaultId: 0, cancelId: 0 },
    ]);
    expect(await open("https://example.org/", 1)).toBe("dialog.showMessageBox shell.openExternal");
    expect(await open("file:///etc/passwd", 1)).toBe("");
  });
});

test("only the main frame of our own page is listened to", () => {
  const from = (url: string, parent: unknown = null) =>
    isFromOwnPage({ senderFrame: { url, parent } as unknown as Electron.WebFrameMain });
  expect(from("app://alcove/#/x")).toBe(true);
  expect(from("app://alcove/", {})).toBe(false);
  expect(from("https://alcove/")).toBe(false);
  expect(isFromOwnPage({ senderFrame: null })).toBe(false);
});

describe("what the sources say", () => {
  const sources = readSources("electron", "renderer");
  const shellText = sources.filter(({ file }) => file.startsWith("electron/shell/"));
  const filesWith = (pattern: RegExp) => shellText.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  const count = (pattern: RegExp) => shellText.reduce((sum, { text }) => sum + (text.match(pattern)?.length ?? 0), 0);

  test("one window, two ways in (the port, a PDF of the page), one way out", () => {
    expect(count(/new BrowserWindow\(/g)).toBe(1);
    expect(count(/ipcMain\.(on|once|handle|handleOnce)\(/g)).toBe(2);
    expect(count(/shell\.openExternal\(/g)).toBe(1);
    expect(count(/exposeInMainWorld\(/g)).toBe(1);
    expect(filesWith(/ipcRenderer/)).toEqual(["electron/shell/preload.ts"]);
  });

  test("no local file is loaded as a page, and nothing is evaluated", () => {
    expect(filesWith(/\.loadFile\(|["'`]file:|executeJavaScript|\beval\(|new Function\(/)).toEqual([]);
  });

  test("no page sets markup from text", () => {
    const careless = sources.filter(({ text }) =>
      /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML/.test(text),
    );
    expect(careless.map(({ file }) => file)).toEqual([]);
  });

  test("Electron is a current one", async () => {
    const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
    expect(Number(manifest.devDependencies.electron.split(".")[0])).toBeGreaterThanOrEqual(45);
    expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
