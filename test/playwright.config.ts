// Playwright: the product in a real Chromium over its headless mode, and in Electron where its program exists.
// Run by `npm test`, which finds the browser and hands it over in CHROMIUM_PATH.
import { defineConfig } from "@playwright/test";
import { findChromium } from "../build/chromium.mjs";
import { canRunElectron } from "../build/electron-binary.mjs";

const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  testIgnore: canRunElectron() ? [] : ["electron/**"],
  outputDir: "../test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    locale: "en-US",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Chromium's own sandbox cannot start as root, which is what containers run as.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
