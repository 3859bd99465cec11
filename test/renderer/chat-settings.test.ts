// Settings of one chat: what may be typed, what the assistant uses where nothing is set, and an assistant made of them.
import { describe, expect, it } from "vitest";
import { canContinue } from "../../renderer/features/chat/send.ts";
import {
  ANSWER,
  assistantFrom,
  ownValue,
  parseNumber,
  SAMPLING,
  sameSettings,
} from "../../renderer/features/chat/settings/parameters.ts";
import { appConfigSchema } from "../../shared/domain/app-config.ts";
import { chatSettingsSchema, noChatSettings } from "../../shared/domain/chat-settings.ts";
import { messageRow } from "./rows.ts";

const parameter = (name: string) => [...SAMPLING, ...ANSWER].find((one) => one.name === name)!;

describe("settings of a chat", () => {
  it("offer every number of the contract, with bounds that it takes", () => {
    const names = [...SAMPLING, ...ANSWER].map(({ name }) => name);
    expect([...names, "instructions"].toSorted()).toEqual(Object.keys(noChatSettings).toSorted());
    for (const { name, min, max } of [...SAMPLING, ...ANSWER]) {
      expect(chatSettingsSchema.shape[name].safeParse(min).success, name).toBe(true);
      expect(chatSettingsSchema.shape[name].safeParse(max).success, name).toBe(true);
      expect(chatSettingsSchema.shape[name].safeParse(max + 1).success, name).toBe(false);
    }
  });
  it("take numbers as people write them, and nothing for the assistant's own", () => {
    expect(parseNumber(" 0,7 ", parameter("temperature"))).toBe(0.7);
    expect(parseNumber("", parameter("temperature"))).toBeNull();
    expect(parseNumber("2.5", parameter("temperature"))).toBeUndefined();
    expect(parseNumber("warm", parameter("temperature"))).toBeUndefined();
    expect(parseNumber("3.5", parameter("topK"))).toBeUndefined();
  });
  it("tell what the assistant uses, under its own names", () => {
    const config = appConfigSchema.parse({ topK: 7, temperature: 0.4 });
    expect(ownValue("passages", config)).toBe(7);
    expect(ownValue("temperature", config)).toBe(0.4);
    // The assistant's topK counts passages, the chat's counts words.
    expect(ownValue("topK", config)).toBeNull();
    expect(ownValue("temperature", undefined)).toBeNull();
  });
  it("are the same only where every one of them is", () => {
    expect(sameSettings(noChatSettings, { ...noChatSettings })).toBe(true);
    expect(sameSettings(noChatSettings, { ...noChatSettings, seed: 0 })).toBe(false);
  });
  it("become an assistant that the contract takes, with the rest as its assistant had it", () => {
    const config = appConfigSchema.parse({ prompt: "Be brief.", temperature: 0.4 });
    const settings = { ...noChatSettings, passages: 9, maxTokens: 32_768 };
    const made = assistantFrom(config, settings, "qwen", ["kb"]);
    expect(appConfigSchema.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      prompt: "Be brief.",
      temperature: 0.4,
      topK: 9,
      maxTokens: 8192,
      modelId: "qwen",
      knowledgeBaseIds: ["kb"],
    });
  });
});

describe("going on with an answer", () => {
  const answer = { ...messageRow("a", "q", "assistant", 1), answerKind: "model" as const };
  it("is offered where a model's text ended early, and nowhere else", () => {
    expect(canContinue({ ...answer, stopReason: "length" })).toBe(true);
    expect(canContinue({ ...answer, status: "interrupted" })).toBe(true);
    expect(canContinue({ ...answer, status: "stopped" })).toBe(true);
    expect(canContinue({ ...answer, stopReason: "end" })).toBe(false);
    expect(canContinue({ ...answer, status: "interrupted", text: "" })).toBe(false);
    expect(canContinue({ ...answer, status: "stopped", answerKind: "quoted" })).toBe(false);
    expect(canContinue({ ...answer, status: "stopped", answerKind: "analysis", text: "" })).toBe(true);
  });
});
