// A light stand-in for the `electron` module: records what the shell asks of it and lets a test play Electron's part.
// Vitest puts it in place of 'electron' (vi.mock in shell.test.ts). It imitates no behaviour beyond that.
import { EventEmitter } from "node:events";

/** Everything that was called, in order: "app.enableSandbox", "protocol.handle" ... */
export const calls: string[] = [];
/** Last arguments of each recorded call. */
export const given: Record<string, unknown[]> = {};

/** A function that only records that it was called. */
function recorded<Result = void>(name: string, result?: () => Result) {
  return (...args: unknown[]): Result => {
    calls.push(name);
    given[name] = args;
    return result?.() as Result;
  };
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  hasLock = true;
  readonly ready = Promise.withResolvers<void>();
  readonly paths: Record<string, string> = {};
  enableSandbox = recorded("app.enableSandbox");
  requestSingleInstanceLock = recorded("app.requestSingleInstanceLock", () => this.hasLock);
  quit = recorded("app.quit");
  exit = recorded("app.exit");
  setPath = (name: string, folder: string) => {
    calls.push("app.setPath");
    this.paths[name] = folder;
  };
  getPath = (name: string) => this.paths[name] ?? "";
  getLocaleCountryCode = () => "DE";
  whenReady = () => {
    calls.push("app.whenReady");
    return this.ready.promise;
  };
}
export const app = new FakeApp();

export const protocol = {
  registerSchemesAsPrivileged: recorded("protocol.registerSchemesAsPrivileged"),
  handle: recorded("protocol.handle"),
};

class FakeSession extends EventEmitter {
  setPermissionRequestHandler = recorded("session.setPermissionRequestHandler");
  setPermissionCheckHandler = recorded("session.setPermissionCheckHandler");
  setDevicePermissionHandler = recorded("session.setDevicePermissionHandler");
  webRequest = { onBeforeRequest: recorded("session.webRequest.onBeforeRequest") };
}
export const session = { defaultSession: new FakeSession() };

/** A page. */
export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly posted: { channel: string; message: unknown; ports: FakePort[] }[] = [];
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  postMessage(channel: string, message: unknown, ports: FakePort[]) {
    this.posted.push({ channel, message, ports });
  }
  async printToPDF(options: unknown) {
    recorded("webContents.printToPDF")(options);
    return Buffer.from("%PDF-");
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  static getAllWindows = () => BrowserWindow.all;
  static fromWebContents = (contents: unknown) => BrowserWindow.all.find((window) => window.webContents === contents);
  readonly webContents = new FakeContents();
  readonly did: string[] = [];
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  readonly options: Electron.BrowserWindowConstructorOptions;
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    calls.push("new BrowserWindow");
    BrowserWindow.all.push(this);
  }
  loadURL = async (url: string) => void this.did.push(`load ${url}`);
  show = () => void this.did.push("show");
  focus = () => void this.did.push("focus");
  restore = () => void this.did.push("restore");
  maximize = () => void this.did.push("maximize");
  isMinimized = () => true;
  isMaximized = () => false;
  getNormalBounds = () => this.bounds;
}

/** One end of a message channel; what is posted arrives at the other once that was started. */
export class FakePort extends EventEmitter {
  other: FakePort | undefined;
  private started = false;
  private readonly arrived: unknown[] = [];
  postMessage(message: unknown) {
    const other = this.other;
    if (!other) return;
    const copy = structuredClone(message);
    if (other.started) other.emit("message", { data: copy });
    else other.arrived.push(copy);
  }
  start() {
    this.started = true;
    for (const message of this.arrived.splice(0)) this.emit("message", { data: message });
  }
  close() {
    this.emit("close");
    this.other?.emit("close");
  }
}
export class MessageChannelMain {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

/** A utility process as its parent sees it. `received` is what was posted to it. */
export class FakeUtility extends EventEmitter {
  static all: FakeUtility[] = [];
  readonly received: { message: { type: string } & Record<string, unknown>; ports: FakePort[] }[] = [];
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  pid: number | undefined;
  readonly entry: string;
  readonly args: string[];
  readonly options: Electron.ForkOptions;
  constructor(entry: string, args: string[], options: Electron.ForkOptions) {
    super();
    this.entry = entry;
    this.args = args;
    this.options = options;
    FakeUtility.all.push(this);
  }
  postMessage(message: { type: string }, ports: FakePort[] = []) {
    this.received.push({ message, ports });
    this.emit("posted", message, ports);
  }
}
export const utilityProcess = {
  fork: (entry: string, args: string[], options: Electron.ForkOptions) => new FakeUtility(entry, args, options),
};

/** What pages may ask with an answer, by message. */
export const handlers: Record<string, (event: unknown, ...args: unknown[]) => unknown> = {};
export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (message: string, handler: (typeof handlers)[string]) => {
    handlers[message] = handler;
  },
});
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send: recorded("ipcRenderer.send"),
  invoke: recorded("ipcRenderer.invoke"),
});
export const contextBridge = { exposeInMainWorld: recorded("contextBridge.exposeInMainWorld") };
export const webUtils = { getPathForFile: (file: { name: string }) => `/somewhere/${file.name}` };
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: recorded("Menu.setApplicationMenu"),
};
export const nativeTheme = { shouldUseDarkColors: false };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] };
export const shell = { openExternal: recorded("shell.openExternal") };
/** What the person answers to a question (0 Cancel, 1 Open), and where they save a file; undefined: nowhere. */
export const person: { answers: number; saves: string | undefined } = { answers: 0, saves: undefined };
export const dialog = {
  showSaveDialog: async (...args: unknown[]) => {
    recorded("dialog.showSaveDialog")(...args);
    return { canceled: person.saves === undefined, filePath: person.saves ?? "" };
  },
  showErrorBox: recorded("dialog.showErrorBox"),
  showMessageBox: async (...args: unknown[]) => {
    recorded("dialog.showMessageBox")(...args);
    return { response: person.answers };
  },
};
export const safeStorage = {
  available: true,
  backend: "gnome_libsecret",
  isEncryptionAvailable: () => safeStorage.available,
  getSelectedStorageBackend: () => safeStorage.backend,
  encryptString: (text: string) => Buffer.from(`sealed:${text}`),
  decryptString: (bytes: Buffer) => {
    const text = bytes.toString();
    if (!text.startsWith("sealed:")) throw new Error("not sealed here");
    return text.slice("sealed:".length);
  },
};
