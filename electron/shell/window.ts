// The one window: its constant security options, and its place on the screen from one start to the next.
// Used by main.ts.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BrowserWindow, nativeTheme, type Rectangle, screen } from "electron";
import { ORIGIN } from "./protocol.ts";

interface WindowState extends Rectangle {
  maximized: boolean;
}

const SMALLEST = { width: 480, height: 400 };

/** The remembered place, unless it is unreadable or no longer on any screen. */
export function usableState(json: string, screens: readonly Rectangle[]): WindowState | undefined {
  try {
    const { x, y, width, height, maximized } = JSON.parse(json) as Partial<WindowState>;
    if (![x, y, width, height].every(Number.isInteger)) return undefined;
    const state = { x: x!, y: y!, width: width!, height: height!, maximized: maximized === true };
    if (state.width < SMALLEST.width || state.height < SMALLEST.height) return undefined;
    // A strip of the title bar must be in reach.
    const reachable = screens.some(
      (area) =>
        state.x + 100 <= area.x + area.width &&
        state.x + state.width - 100 >= area.x &&
        state.y >= area.y &&
        state.y + 40 <= area.y + area.height,
    );
    return reachable ? state : undefined;
  } catch {
    return undefined;
  }
}

function readState(file: string): WindowState | undefined {
  try {
    return usableState(
      readFileSync(file, "utf8"),
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
  } catch {
    return undefined;
  }
}

/** Opens the window. It shows itself once it has something to show. */
export function openWindow(appFolder: string, dataFolder: string): BrowserWindow {
  const stateFile = path.join(dataFolder, "window.json");
  const state = readState(stateFile);
  const window = new BrowserWindow({
    width: 1280,
    height: 840,
    ...(state ? { x: state.x, y: state.y, width: state.width, height: state.height } : {}),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: "Alcove",
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#111113" : "#ffffff",
    webPreferences: {
      preload: path.join(appFolder, "preload.cjs"),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    try {
      writeFileSync(stateFile, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
    } catch {
      // A place that cannot be remembered is no reason to keep the window open.
    }
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
