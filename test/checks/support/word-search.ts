// Two-character Chinese words: records as files, words to look for, and how many of the first hits hold them.
// Called by test/checks/01-4-chinese-words.ts and its short form in test/checks-short.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../../shared/contract/index.ts";
import { readJsonLines } from "./engine.ts";
import { materialFolder } from "./places.ts";
import { sample } from "./sampling.ts";

/** Forty common words of two characters, from trade, law, health, places and daily life. */
export const COMMON_WORDS: readonly string[] =
  "合同 发票 北京 上海 公司 手机 电脑 电影 音乐 医院 医生 学校 学生 历史 银行 价格 时间 地铁 汽车 游戏 政府 战争 城市 大学 软件 网络 食物 治疗 孩子 法律 保险 经济 铁路 足球 公园 文化 皮肤 密码 机场 小说".split(
    " ",
  );

/** A drawn word stands in at least this many records. */
const COMMON_FROM = 10;
/** How far the hits of a word are looked at. */
const HITS = 20;

/** The records of a collection as the texts of files: the title, an empty line, the text. */
export function recordTexts(collection: string): string[] {
  const path = join(materialFolder("retrieval", collection), "corpus.jsonl");
  return readJsonLines<{ title?: string; text: string }>(path).map(({ title, text }) =>
    title ? `${title}\n\n${text}` : text,
  );
}

/** Writes each text as a TXT file of its own into `folder`, unless an earlier run has left just these there. */
export function writeRecords(folder: string, texts: string[]): void {
  const mark = `${folder}.sha256`;
  const sha256 = createHash("sha256").update(texts.join("\0")).digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === sha256) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${String(i).padStart(6, "0")}.txt`), text);
  writeFileSync(mark, sha256);
}

/** `count` words of two Han characters that ICU's dictionary knows and at least ten texts hold, drawn with `seed`. */
export function drawnWords(texts: string[], count: number, seed: number): string[] {
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  const holders = new Map<string, number>();
  for (const text of texts) {
    const words = new Set<string>();
    for (const { segment } of segmenter.segment(text)) if (/^\p{scx=Han}{2}$/u.test(segment)) words.add(segment);
    for (const word of words) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const common = [...holders].filter(([, records]) => records >= COMMON_FROM).map(([word]) => word);
  return sample(common.sort(), count, seed);
}

/** How one word fared; `wanted` is how many first hits should hold it, `held` how many do. */
export interface WordResult {
  word: string;
  records: number;
  wanted: number;
  held: number;
  milliseconds: number;
}

/** Looks for each word by full text alone. Words that no text holds are left out. */
export async function searchWords(
  client: Client,
  knowledgeBaseId: string,
  words: readonly string[],
  texts: string[],
): Promise<WordResult[]> {
  // The product keeps a file once however often it is added, so records that repeat count once.
  const distinct = [...new Set(texts)];
  const results: WordResult[] = [];
  for (const word of words) {
    const records = distinct.filter((text) => text.includes(word)).length;
    if (records === 0) continue;
    const wanted = Math.min(records, HITS);
    const startedMs = performance.now();
    const { hits } = await client.knowledge.search({
      knowledgeBaseIds: [knowledgeBaseId],
      query: word,
      mode: "full-text",
      top: HITS,
    });
    const milliseconds = performance.now() - startedMs;
    const held = hits.slice(0, wanted).filter((hit) => hit.text.includes(word)).length;
    results.push({ word, records, wanted, held, milliseconds });
  }
  return results;
}

/** Share of the wanted hits that hold their word, in percent, over all words. */
export function heldPercent(results: WordResult[]): number {
  const wanted = results.reduce((sum, result) => sum + result.wanted, 0);
  return (100 * results.reduce((sum, result) => sum + result.held, 0)) / wanted;
}
