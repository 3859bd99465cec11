// Promises of the prompt: what fits is given whole, what gives way is the oldest first, and nothing is cut in the middle.
import { describe, expect, it } from "vitest";
import { fitPrompt, type PromptParts } from "../../../electron/engine/chats/prompt.ts";
import type { ChatTurn } from "../../../shared/children/inference.ts";
import type { Passage } from "../../../shared/domain/citations.ts";

const passage = (n: number): Passage => ({
  ...{ chunkId: `c${n}`, documentId: "d", documentName: "d.pdf", page: n, heading: null },
  ...{ text: `Passage ${n} says something of importance.`, start: n * 100, end: n * 100 + 41, score: 1 },
});
const turns = (count: number): ChatTurn[] =>
  Array.from({ length: count }, (_, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: `Turn ${i} [1].` }));
/** Words stand in for tokens: the real count comes from the model's own template and is tested with it. */
const countWords = async (messages: ChatTurn[]) =>
  messages.reduce((sum, { content }) => sum + content.split(/\s+/).length, 0);
const promptOf = (parts: Partial<PromptParts>, budget: number) =>
  fitPrompt(
    {
      ...{ instructions: "", files: [], passages: [], namesFiles: false },
      ...{ history: [], question: "What is it?", language: "en" },
      ...parts,
    },
    budget,
    countWords,
  );
const whole = (messages: ChatTurn[]) => messages.map((message) => message.content).join("\n");

describe("a prompt", () => {
  it("holds instructions, history without marks, numbered passages and the question, in this order", async () => {
    const parts = { instructions: "Be brief.", passages: [passage(1), passage(2)], history: turns(2) };
    const { messages, droppedTurns, passages } = await promptOf(parts, 1000);
    expect(messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages[0]!.content).toBe("Be brief.");
    expect(whole(messages.slice(1, 3))).not.toContain("[1]");
    const last = messages.at(-1)!.content;
    expect(last.indexOf("[1] Passage 1")).toBeGreaterThan(0);
    expect(last.indexOf("[2] Passage 2")).toBeGreaterThan(last.indexOf("[1] Passage 1"));
    expect(last.endsWith("Question: What is it?")).toBe(true);
    expect([droppedTurns, passages.length]).toEqual([0, 2]);
  });

  it("speaks the language of the question", async () => {
    const { messages } = await promptOf({ passages: [passage(1)], language: "zh", question: "这是什么？" }, 1000);
    expect(whole(messages)).toMatch(/问题：这是什么？$/);
    expect(whole(messages)).not.toContain("Question:");
  });

  it("is the bare question where there is nothing else", async () => {
    expect((await promptOf({}, 100)).messages).toEqual([{ role: "user", content: "What is it?" }]);
  });

  it("gives up old turns first, then the last passages, and always fits", async () => {
    const passages = [1, 2, 3, 4, 5].map(passage);
    const all = await promptOf({ passages, history: turns(8) }, 10_000);
    for (let budget = all.promptTokens; budget >= 5; budget -= 3) {
      const fitted = await promptOf({ passages, history: turns(8) }, budget);
      expect(fitted.promptTokens).toBeLessThanOrEqual(budget);
      expect(fitted.passages).toEqual(passages.slice(0, fitted.passages.length));
      if (fitted.passages.length < passages.length) expect(fitted.droppedTurns).toBe(8);
      const kept = fitted.messages.filter((message) => message.content.startsWith("Turn")).map((each) => each.content);
      expect(kept).toEqual(
        turns(8)
          .slice(8 - kept.length)
          .map((turn) => turn.content.replace(" [1]", "")),
      );
      expect(whole(fitted.messages)).toContain("What is it?");
    }
  });

  it("refuses a question that does not fit alone, with the figures", async () => {
    await expect(promptOf({ question: "word ".repeat(50).trim(), passages: [passage(1)] }, 20)).rejects.toMatchObject({
      code: "context.too-long",
      params: { tokens: 50, limit: 20 },
    });
  });
});
