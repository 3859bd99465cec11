// Journeys around one question and its answers: branches, comparing, continuing, changing, rating, copying, looking inside.
import { eventually, FIXED_ANSWER, type Journey, must } from "./stage.ts";

export const messageJourneys: Journey[] = [
  {
    name: "edit a question and walk the branches",
    async run({ page, client, t, button, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("First version?");
      await ask("And then?");
      const question = page.locator(".asked").first();
      await question.hover();
      await button(t("message.editQuestion"), question).click();
      const field = page.getByRole("textbox", { name: t("message.editQuestion") });
      await field.fill("Second version?");
      await field.press("Enter");
      await page.locator(".ask").getByText("Second version?").waitFor();
      await eventually("the old branch is away", async () => (await page.getByText("And then?").count()) === 0);
      await page.getByRole("group", { name: t("message.questions", { n: 2, total: 2 }) }).waitFor();
      await button(t("message.earlierQuestion")).click();
      await page.locator(".ask").getByText("And then?").waitFor();
      // The branch that is followed is the one that a reload shows.
      await page.reload();
      await page.locator(".ask").getByText("And then?").waitFor();
      const { messages } = await client.chats.get({ conversationId: conversationId() });
      must("both versions are kept", messages.filter(({ parentId }) => parentId === null).length === 2);
    },
  },
  {
    name: "answer again with another model, compare, and go on with one",
    async run({ page, t, button, choose, newChat, ask, settled }) {
      await newChat("fixed");
      await ask("Which one?");
      await choose(button(t("message.moreAnswer")), t("chat.quoteOnly"));
      await page.getByRole("group", { name: t("message.answers", { n: 2, total: 2 }) }).waitFor();
      await choose(button(t("message.moreAnswer")), t("chat.answerWith", { model: "Fixed" }));
      await page.getByRole("group", { name: t("message.answers", { n: 3, total: 3 }) }).waitFor();
      await settled();
      await button(t("message.compare")).click();
      await eventually(
        "two answers stand side by side",
        async () => (await page.locator(".compare-column").count()) === 2,
      );
      await page
        .locator(".compare-column")
        .first()
        .getByRole("button", { name: t("message.continueWith") })
        .click();
      await page.getByRole("group", { name: t("message.answers", { n: 2, total: 3 }) }).waitFor();
    },
  },
  {
    name: "continue an answer that was cut",
    async run({ client, t, button, newChat, limitAnswers, ask, conversationId, settled }) {
      await newChat("rambling");
      await limitAnswers(16);
      await ask("Tell a long story.");
      const before = (await client.chats.get({ conversationId: conversationId() })).messages.at(-1)!;
      must("the answer says that it was cut", before.stopReason === "length");
      await button(t("message.continue")).click();
      await eventually("the same answer has grown", async () => {
        const now = (await client.chats.get({ conversationId: conversationId() })).messages.at(-1)!;
        return now.id === before.id && now.status === "done" && now.text.length > before.text.length;
      });
      const now = (await client.chats.get({ conversationId: conversationId() })).messages.at(-1)!;
      must("what stood there still does", now.text.startsWith(before.text.trimEnd()));
      await settled();
    },
  },
  {
    name: "edit an answer, and undo it",
    async run({ page, client, t, button, choose, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Where was it?");
      await choose(button(t("message.moreAnswer")), t("message.editAnswer"));
      const field = page.getByRole("textbox", { name: t("message.editAnswer") });
      await field.fill("It was in Cambridge.");
      await field.press("Control+Enter");
      await page.locator(".say").getByText("It was in Cambridge.").waitFor();
      await button(t("common.undo")).click();
      await page.locator(".say").getByText(FIXED_ANSWER).waitFor();
      const { messages } = await client.chats.get({ conversationId: conversationId() });
      must("the text is as it was", messages.at(-1)?.text.includes(FIXED_ANSWER) === true);
    },
  },
  {
    name: "delete an answer, and undo it",
    async run({ page, t, button, choose, newChat, ask }) {
      await newChat("fixed");
      await ask("Delete me?");
      await choose(button(t("message.moreAnswer")), t("message.removeAnswer"));
      await eventually("the answer is away", async () => (await page.locator(".say").count()) === 0);
      await button(t("common.undo")).click();
      await page.locator(".say").getByText(FIXED_ANSWER).waitFor();
    },
  },
  {
    name: "thumb down with a comment",
    async run({ page, client, t, button, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Was it good?");
      await button(t("message.dislike")).click();
      await page.getByLabel(t("message.dislikeComment")).fill("Too short.");
      await button(t("common.save")).click();
      await eventually("the comment is kept", async () => {
        const { messages } = await client.chats.get({ conversationId: conversationId() });
        return messages.at(-1)?.feedback === "dislike" && messages.at(-1)?.feedbackComment === "Too short.";
      });
    },
  },
  {
    name: "copy as Markdown and as a quotation with its source",
    async run({ page, t, button, choose, newChat, ask }) {
      await newChat("fixed");
      await ask("What can be copied?");
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await choose(button(t("message.moreAnswer")), t("message.copyMarkdown"));
      await eventually("Markdown is on the clipboard", async () => (await copied()).includes(FIXED_ANSWER));
      await choose(button(t("message.moreAnswer")), t("message.copyQuotation"));
      await eventually("a quotation is on the clipboard", async () => (await copied()).startsWith(">"));
    },
  },
  {
    name: "queue questions while one is answered",
    async run({ page, client, t, button, newChat, limitAnswers, ask, conversationId }) {
      await newChat("rambling");
      // Long enough for three questions to be typed meanwhile.
      await limitAnswers(7000);
      await ask("Ramble on.", { wait: false });
      await page.locator(".say-streaming").waitFor();
      await ask("Second?", { wait: false });
      await ask("Third?", { wait: false });
      const queue = page.getByRole("region", { name: t("chat.queue") });
      await eventually("two questions wait", async () => (await queue.getByRole("listitem").count()) === 2);
      await button(t("chat.removeQueued"), queue).click();
      await eventually("one question waits", async () => (await queue.getByRole("listitem").count()) === 1);
      await button(t("chat.stop")).click();
      await button(t("chat.askNow"), queue).click();
      await eventually("the question was asked", async () => {
        const { messages, queued } = await client.chats.get({ conversationId: conversationId() });
        return queued.length === 0 && messages.some(({ role, text }) => role === "user" && text === "Second?");
      });
      await button(t("chat.stop")).click();
    },
  },
  {
    name: "see the context and inspect how an answer was made",
    async run({ page, client, t, button, choose, newChat, ask, conversationId }) {
      await newChat("fixed");
      await ask("Look inside?");
      await page.locator(".context-meter").click();
      await page.getByText(t("chat.contextAll")).waitFor();
      await page.keyboard.press("Escape");
      await choose(button(t("message.moreAnswer")), t("inspect.open"));
      const panel = page.getByRole("complementary").filter({ hasText: t("inspect.prompt") });
      await panel.getByText("Look inside?").first().waitFor();
      const { messages } = await client.chats.get({ conversationId: conversationId() });
      const detail = await client.chats.inspect({ messageId: messages.at(-1)!.id });
      must("the prompt as sent ends with the question", detail.messages.at(-1)!.content.includes("Look inside?"));
      must("its stages were timed", detail.stages.length > 0);
    },
  },
];
