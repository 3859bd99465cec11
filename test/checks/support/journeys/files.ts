// Journeys of dropped files: asking, the three analyses, keeping in the library, chips, and what a temporary chat says.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dropFiles } from "../../../helpers/watched-page.ts";
import { eventually, type Journey, must, type Stage } from "./stage.ts";

/** A file of this name with some sentences; `chapters` make it longer than any context here. */
function writeFile({ folder }: Stage, name: string, chapters = 1): string {
  const path = join(folder, name);
  const chapter = (i: number) =>
    `Chapter ${i + 1}. The miller of Oxford wrote down in ${1800 + i} that the river stood high, and that ${i + 40} sacks were ground.`;
  // The name makes each file a different one; the last sentence is what the fixed model always says.
  writeFileSync(
    path,
    `# The mill of ${name}\n\nIt burned down in Oxford in 1987.\n\n${Array.from({ length: chapters }, (_, i) => chapter(i)).join("\n\n")}\n`,
  );
  return path;
}

const sheet = ({ page }: Stage) => page.getByRole("dialog").filter({ has: page.locator("[data-action=ask]") });
const chip = ({ page }: Stage, name: string) =>
  page.locator(".attachments").getByRole("listitem").filter({ hasText: name });

/** How the words for a file that is read whole begin. */
const wholeText = ({ t }: Stage) => t("drop.whole", { n: "" }).trim().slice(0, 4);

const analysis = (action: "summary" | "key-points" | "full", key: string): Journey => ({
  name: `drop a file for ${action}`,
  async run(stage) {
    const { page, client, newChat, settled, conversationId } = stage;
    await newChat("fixed");
    await dropFiles(page, [writeFile(stage, `mill-${action}.md`)]);
    await sheet(stage).waitFor();
    await page.keyboard.press(key);
    await page.locator(".say").first().waitFor({ timeout: 60_000 });
    await settled();
    const { messages } = await client.chats.get({ conversationId: conversationId() });
    const [question, answer] = messages;
    must("the question says what was asked", question?.analysis === action && question.text.includes("mill-"));
    must("the answer read all of it", answer?.answerKind === "analysis" && answer.status === "done");
  },
});

export const fileJourneys: Journey[] = [
  {
    name: "drop a short file to ask: it is read whole",
    async run(stage) {
      const { page, client, newChat, ask, conversationId } = stage;
      await newChat("fixed");
      await dropFiles(page, [writeFile(stage, "short.md")]);
      await sheet(stage).locator("[data-action=ask]").click();
      await chip(stage, "short.md").getByText(wholeText(stage)).waitFor({ timeout: 60_000 });
      await ask("Where was the miller from?");
      const { messages } = await client.chats.get({ conversationId: conversationId() });
      must("the answer says that it was read whole", messages.at(-1)?.context?.attachments === "whole");
      must("the answer is cited", (messages.at(-1)?.citations.length ?? 0) > 0);
    },
  },
  {
    name: "drop a long file to ask: it is read by passages",
    async run(stage) {
      const { page, client, t, newChat, ask, conversationId } = stage;
      await newChat("fixed");
      await dropFiles(page, [writeFile(stage, "long.md", 900)]);
      await sheet(stage).locator("[data-action=ask]").click();
      await chip(stage, "long.md").getByText(t("drop.byPassages")).waitFor({ timeout: 120_000 });
      await ask("What did the miller write in 1987?");
      const { messages } = await client.chats.get({ conversationId: conversationId() });
      must("the answer says that it was read by passages", messages.at(-1)?.context?.attachments === "passages");
    },
  },
  analysis("summary", "2"),
  analysis("key-points", "3"),
  analysis("full", "4"),
  {
    name: "drop several files into the library, and remove a chat's file with undo",
    async run(stage) {
      const { page, client, t, button, newChat } = stage;
      await newChat("fixed");
      await dropFiles(page, [writeFile(stage, "one.md"), writeFile(stage, "two.txt")]);
      await sheet(stage).locator("[data-action=library]").click();
      await eventually(
        "both are in the library",
        async () => {
          const bases = await client.knowledge.list();
          const lists = await Promise.all(bases.map(({ id }) => client.documents.list({ knowledgeBaseId: id })));
          return (
            lists.flat().filter(({ name, status }) => ["one.md", "two.txt"].includes(name) && status === "ready")
              .length === 2
          );
        },
        60_000,
      );
      await newChat("fixed");
      await dropFiles(page, [writeFile(stage, "chip.md")]);
      await sheet(stage).locator("[data-action=ask]").click();
      await chip(stage, "chip.md").getByText(wholeText(stage)).waitFor({ timeout: 60_000 });
      await stage.choose(button(t("drop.moreOf", { name: "chip.md" })), t("drop.remove"));
      await eventually("the chip is away", async () => (await chip(stage, "chip.md").count()) === 0);
      await button(t("common.undo")).click();
      await chip(stage, "chip.md").waitFor();
    },
  },
  {
    name: "a temporary chat says why it takes no files",
    async run(stage) {
      const { page, t, button, newChat } = stage;
      await newChat("fixed");
      await button(t("chat.newTemporary")).click();
      await dropFiles(page, [writeFile(stage, "secret.md")]);
      await sheet(stage).getByText(t("drop.temporary")).waitFor();
      await page.keyboard.press("Escape");
      await button(t("chat.newTemporary")).click();
    },
  },
];
