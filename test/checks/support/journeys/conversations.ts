// Journeys around whole conversations: what answers, settings and presets, names and order, search, export, temporary ones.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, type Journey, must } from "./stage.ts";

/** Every byte of every file of a workspace but its models. */
export function rawBytes(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".gguf"));
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
}

export const conversationJourneys: Journey[] = [
  {
    name: "pick a model and save settings as a preset and as an assistant",
    async run({ page, client, t, button, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Set me up.");
      await button(t("chatSettings.title")).click();
      await page.getByLabel(t("chatSettings.instructions"), { exact: true }).fill("Answer like a pirate.");
      await page.getByLabel(t("chatSettings.temperature"), { exact: true }).fill("0.9");
      await page.getByLabel(t("chatSettings.temperature"), { exact: true }).press("Enter");
      await eventually("the settings are kept", async () => {
        const { conversation } = await client.chats.get({ conversationId: conversationId() });
        const { instructions, temperature } = conversation.settings;
        return instructions === "Answer like a pirate." && temperature === 0.9;
      });
      await button(t("chatSettings.saveAs")).click();
      await page.getByRole("textbox", { name: t("chatSettings.presetName") }).fill("Pirate");
      await page.getByRole("textbox", { name: t("chatSettings.presetName") }).press("Enter");
      await eventually("the preset is kept", async () =>
        (await client.chats.presets.list()).some(({ name }) => name === "Pirate"),
      );
      await button(t("chatSettings.saveAssistant")).click();
      await page.getByRole("dialog").getByRole("textbox").first().fill("Captain");
      await page.getByRole("dialog").getByRole("textbox").first().press("Enter");
      await eventually("the assistant is kept", async () =>
        (await client.apps.list()).some(({ name }) => name === "Captain"),
      );
      await page
        .getByRole("button", { name: t("chat.assistant") })
        .getByText("Captain")
        .waitFor();
    },
  },
  {
    name: "a new chat gets a title by itself",
    async run({ client, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Please name this conversation about geography for me, will you?");
      await eventually("the model named it", async () => {
        const { conversation } = await client.chats.get({ conversationId: conversationId() });
        return conversation.titledBy === "model";
      });
    },
  },
  {
    name: "rename, pin, file into a folder, archive and bring back",
    async run({ page, client, t, button, choose, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Order me.");
      const id = conversationId();
      const read = async () => (await client.chats.get({ conversationId: id })).conversation;
      const header = page.locator(".chat-header");
      const more = () => button(t("common.more"), header);
      await choose(more(), t("common.rename"));
      await page.getByRole("dialog").getByRole("textbox").fill("Well ordered");
      await page.getByRole("dialog").getByRole("textbox").press("Enter");
      await eventually("it has its name", async () => (await read()).title === "Well ordered");
      await choose(more(), t("chats.pin"));
      await eventually("it is pinned", async () => (await read()).pinned);
      await page.locator(`[data-row="${id}"]`).hover();
      await choose(page.getByRole("button", { name: t("chat.moreOf", { title: "Well ordered" }) }), t("chats.move"));
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: t("chats.newFolderName") }).fill("Shelf");
      await button(t("chats.moveToNew"), dialog).click();
      await eventually("it is in the folder", async () => {
        const folder = (await client.chats.folders.list()).find(({ name }) => name === "Shelf");
        return folder !== undefined && (await read()).folderId === folder.id;
      });
      await choose(more(), t("chats.archive"));
      await eventually("it is archived", async () => (await read()).archived);
      await page.goto(`${new URL(page.url()).origin}/#/chat/${id}`);
      await choose(more(), t("chats.unarchive"));
      await eventually("it is back", async () => !(await read()).archived);
    },
  },
  {
    name: "find a message of another chat and go to it",
    async run({ page, t, newChat, ask }) {
      await newChat("fixed");
      await ask("The heron stands by the 运河 in April.");
      await newChat("fixed");
      await ask("Something else entirely.");
      for (const query of ["heron apr", "运河"]) {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox", { name: t("frame.palettePrompt") }).fill(query);
        const hit = page.getByRole("option").filter({ hasText: "by the 运河" }).first();
        await hit.waitFor();
        must("the words are marked", (await hit.locator("b").count()) > 0);
        await hit.click();
        await page.locator(".ask").getByText("The heron stands by the 运河 in April.").waitFor();
        await newChat("fixed");
      }
    },
  },
  {
    name: "export as Markdown, JSON and PDF",
    async run({ page, t, button, choose, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Write me down.");
      conversationId();
      const more = () => button(t("common.more"), page.locator(".chat-header"));
      for (const [item, ending] of [
        ["chat.exportMarkdown", ".md"],
        ["chat.exportJson", ".json"],
      ] as const) {
        const downloading = page.waitForEvent("download");
        await choose(more(), t(item));
        const download = await downloading;
        must(`the file ends in ${ending}`, download.suggestedFilename().endsWith(ending));
        const text = readFileSync((await download.path())!, "utf8");
        must("it holds the question", text.includes("Write me down."));
        if (ending === ".json") JSON.parse(text);
      }
      // A browser makes a PDF of what it prints; the dialog itself is the browser's own.
      await page.evaluate(() => {
        window.print = () => {
          document.body.dataset.printed = "yes";
        };
      });
      await choose(more(), t("chat.exportPdf"));
      await eventually("the conversation was printed", async () =>
        page.evaluate(() => document.body.dataset.printed !== undefined),
      );
      await page.evaluate(() => delete document.body.dataset.printed);
    },
  },
  {
    name: "a temporary chat leaves nothing behind",
    async run({ page, client, product, t, button, newChat, ask, conversationId }) {
      const secret = "quicksilver marmalade";
      const plain = "ordinary porridge";
      await newChat("fixed");
      await ask(`What of ${plain}?`);
      await newChat("fixed");
      await button(t("chat.newTemporary")).click();
      await ask(`What of ${secret}?`);
      await ask(`And again, ${secret}?`);
      await page.locator("[data-composer]").fill(`Half a thought of ${secret}`);
      await page.waitForTimeout(1500);
      const id = conversationId();
      must("it is not listed", !(await client.chats.list({ limit: 1000 })).some((each) => each.id === id));
      const bytes = rawBytes(product.workspace);
      must("a normal chat is on the disk", bytes.includes(plain));
      must("no word of the temporary one is", !bytes.includes("quicksilver") && !bytes.includes("marmalade"));
      const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      must("the browser keeps nothing of it", !stored.includes("quicksilver"));
      await button(t("chat.endTemporary")).click();
      const leave = button(t("chat.leaveAndForget"));
      await leave.waitFor();
      await leave.click();
      await eventually("it is gone", async () =>
        client.chats.get({ conversationId: id }).then(
          () => false,
          () => true,
        ),
      );
      must("still no word of it", !rawBytes(product.workspace).includes("quicksilver"));
    },
  },
  {
    name: "delete a chat, find it in the trash, restore it",
    async run({ page, client, t, button, choose, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Throw me away.");
      const id = conversationId();
      await client.chats.rename({ conversationId: id, title: "Thrown away" });
      await page.getByText("Thrown away").first().waitFor();
      await choose(button(t("common.more"), page.locator(".chat-header")), t("common.delete"));
      await eventually("it is in the trash", async () => (await client.trash.list()).some((item) => item.id === id));
      await page.goto(`${new URL(page.url()).origin}/#/trash`);
      await button(t("trash.restoreOne", { name: "Thrown away" })).click();
      await eventually("it is back", async () => (await client.chats.list({})).some((each) => each.id === id));
    },
  },
];
