// Journeys through a crash: the unsent question is still there, a cut answer says so and goes on.
import type { Browser } from "playwright-core";
import { connect } from "../../../../electron/headless/connect.ts";
import { serveProduct } from "../../../helpers/served-product.ts";
import { eventually, openStage, type WindowLanguage } from "./stage.ts";

/** Kills the engine with an answer half written and a question half typed, and opens the window on what is left. */
export async function crashJourney(browser: Browser, language: WindowLanguage): Promise<void> {
  const stage = await openStage(browser, language);
  const { page, product, t } = stage;
  try {
    await stage.newChat("rambling");
    await stage.limitAnswers(7000);
    await stage.ask("Ramble until the lights go out.", { wait: false });
    await page.waitForFunction(() => (document.querySelector(".say")?.textContent?.length ?? 0) > 60);
    await page.locator("[data-composer]").fill("An unsent thought");
    await page.waitForTimeout(1500);
    const conversationId = stage.conversationId();
    process.kill(product.pid, "SIGKILL");
    const again = await serveProduct({ workspace: product.workspace });
    try {
      await page.goto(again.address);
      await page.goto(`${new URL(page.url()).origin}/#/chat/${conversationId}`);
      await page.getByText(t("chat.interrupted")).waitFor();
      const draft = () => page.locator("[data-composer]").inputValue();
      await eventually("the unsent question is there", async () => (await draft()) === "An unsent thought");
      const { client, close } = await connect(product.workspace);
      const before = (await client.chats.get({ conversationId })).messages.at(-1)!;
      if (before.text.length < 20) throw new Error("The text of the cut answer was not kept.");
      await stage.button(t("message.continue")).click();
      await page.locator(".say-streaming").waitFor();
      await page.waitForFunction(
        (length) => (document.querySelector(".say")?.textContent?.length ?? 0) > length + 40,
        before.text.length,
      );
      await stage.button(t("chat.stop")).click();
      await close();
    } finally {
      await again.stop();
    }
  } finally {
    await stage.close().catch(() => {});
  }
}
