// Promise: streamed text comes in whole characters and never shows any part of a stop sequence.
import type { Token } from "node-llama-cpp";
import { describe, expect, it } from "vitest";
import { textStream } from "../../electron/inference/text-stream.ts";

/** A byte-level vocabulary: each token is one byte. */
const decodeBytes = (tokens: readonly Token[]) => Buffer.from(tokens as readonly number[]).toString("utf8");
const bytesOf = (text: string) => [...Buffer.from(text, "utf8")] as Token[];

function streamAll(text: string, stops: string[] = []) {
  const stream = textStream(decodeBytes, stops);
  const pieces: string[] = [];
  for (const token of bytesOf(text)) {
    const step = stream.push(token);
    if (step.text) pieces.push(step.text);
    if (step.stopped) return { pieces, stopped: true };
  }
  const rest = stream.end();
  if (rest) pieces.push(rest);
  return { pieces, stopped: false };
}

describe("textStream", () => {
  it("waits for the last byte of a character", () => {
    const { pieces } = streamAll("é漢😀a");
    expect(pieces).toEqual(["é", "漢", "😀", "a"]);
  });

  it("goes on after bytes that are no text", () => {
    const stream = textStream(decodeBytes, []);
    const noise = Array.from({ length: 40 }, () => 0x80 as Token);
    const text = [...noise, ...bytesOf("ok")].map((token) => stream.push(token).text).join("");
    expect(text.endsWith("ok")).toBe(true);
  });

  it("ends before a stop sequence that spans tokens and keeps what only began like one", () => {
    const { pieces, stopped } = streamAll("a EN b END c", ["END"]);
    expect(stopped).toBe(true);
    expect(pieces.join("")).toBe("a EN b ");
  });

  it("ends at the first of several stop sequences", () => {
    expect(streamAll("one\nTwo: three", ["Two:", "\n"]).pieces.join("")).toBe("one");
  });

  it("gives out at the end what was held back in vain", () => {
    const { pieces, stopped } = streamAll("the EN", ["END"]);
    expect(stopped).toBe(false);
    expect(pieces.join("")).toBe("the EN");
  });
});
