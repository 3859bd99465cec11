// Electron's main process: opens the window, starts the engine as a utility process, and joins the two by a port.
// Started by the packaged app, or from a clone by build/start.mjs.
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  shell,
} from "electron";
import { SAVE_PDF_MESSAGE, WINDOW_PORT_MESSAGE } from "../../shared/domain/window-port.ts";
import { type Engine, startEngine } from "./children.ts";
import { systemKeychain } from "./keychain.ts";
import { menuTemplate } from "./menu.ts";
import { SCHEME, type ServedFolders, serve } from "./protocol.ts";
import { savePdf, usesLetter } from "./save-pdf.ts";
import { confinePages, isFromOwnPage } from "./security.ts";
import { openWindow } from "./window.ts";

const STOP_GRACE_MS = 5000;
/** An engine that dies this often within a minute will not get well by starting it again. */
const MOST_CRASHES = 3;
const appFolder = import.meta.dirname;

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  {
    scheme: SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
]);

const args = process.argv.slice(app.isPackaged ? 1 : 2);
const workspaceAt = args.indexOf("--workspace");
const workspace = workspaceAt >= 0 ? args[workspaceAt + 1] : undefined;
// One window a workspace: the instance lock is a file in this folder, so each workspace has its own.
if (workspace) {
  const name = createHash("sha256").update(path.resolve(workspace)).digest("hex").slice(0, 8);
  const folder = path.join(app.getPath("userData"), `window-${name}`);
  mkdirSync(folder, { recursive: true });
  app.setPath("userData", folder);
}

const folders: ServedFolders = { renderer: path.join(appFolder, "renderer"), blobs: undefined };
const crashes: number[] = [];
let engine: Engine | undefined;
let quitting = false;

function giveUp(title: string, text: string): void {
  dialog.showErrorBox(title, text);
  app.exit(1);
}

function connect(window: BrowserWindow): void {
  const { port1, port2 } = new MessageChannelMain();
  engine?.connectWindow(port1);
  window.webContents.postMessage(WINDOW_PORT_MESSAGE, null, [port2]);
}

function runEngine(): void {
  engine = startEngine(appFolder, args, systemKeychain(safeStorage), {
    onReady: (blobs) => {
      folders.blobs = blobs;
    },
    onFailed: (message, action) => giveUp("Alcove cannot start", `${message}\n\n${action}`),
    onExit: (code) => {
      engine = undefined;
      if (quitting) return app.quit();
      crashes.push(Date.now());
      if (crashes.filter((at) => Date.now() - at < 60_000).length >= MOST_CRASHES) {
        return giveUp(
          "Alcove stopped",
          `Its engine ended again and again (exit code ${code}). The log is in the workspace.`,
        );
      }
      runEngine();
      for (const window of BrowserWindow.getAllWindows()) connect(window);
    },
  });
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return void openWindow(appFolder, app.getPath("userData"));
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

async function start(): Promise<void> {
  await app.whenReady();
  protocol.handle(SCHEME, (request) => serve(request, folders));
  confinePages(app, session.defaultSession, dialog, shell);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)));
  ipcMain.on(WINDOW_PORT_MESSAGE, (event) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window && isFromOwnPage(event)) connect(window);
  });
  ipcMain.handle(SAVE_PDF_MESSAGE, (event, name: unknown) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!window || !isFromOwnPage(event)) return false;
    return savePdf(window, dialog, {
      folder: app.getPath("documents"),
      name,
      letter: usesLetter(app.getLocaleCountryCode()),
    });
  });
  runEngine();
  showWindow();
  app.on("activate", showWindow);
  app.on("second-instance", showWindow);
  app.on("window-all-closed", () => app.quit());
  app.on("before-quit", (event) => {
    quitting = true;
    if (!engine) return;
    event.preventDefault();
    engine.stop(STOP_GRACE_MS);
  });
}

if (app.requestSingleInstanceLock()) void start();
else app.quit();
