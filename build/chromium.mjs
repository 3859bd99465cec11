// Finds an installed Chromium-like browser for end-to-end tests. Nothing is ever downloaded.
import { existsSync } from "node:fs";
import path from "node:path";

const { env } = process;
const windowsFolders = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(Boolean);
const candidates = [
  env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...windowsFolders.flatMap((folder) => [
    path.join(folder, "Google", "Chrome", "Application", "chrome.exe"),
    path.join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
  ]),
];

/** Path of a Chromium-like browser, or undefined. CHROMIUM_PATH comes first. */
export function findChromium() {
  return candidates.find((candidate) => candidate && existsSync(candidate));
}
