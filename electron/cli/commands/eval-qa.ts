// `alcove eval qa`: questions with known answers and pages, asked over documents; how often the page was found, cited
// and the answer contained.
import { readdir } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Client } from "../../../shared/contract/index.ts";
import { askOnce, modelNamed } from "../answers.ts";
import { type Command, EXIT, followRun, type Io, throwIfFailed, UsageError } from "../command.ts";
import { readJsonLines } from "../queries.ts";

interface QaQuestion {
  id: string;
  question: string;
  answers: string[];
  /** File name without its extension, and the page that answers. */
  doc: string;
  page: number;
  lang: string;
}

const TOP = 5;
/** Of several files with the same stem the first of these is used, so that a page is counted once. */
const PREFERRED = [".pdf", ".txt", ".md"];

const normal = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, "");

/** The documents that the questions name, and all others of the same languages, one file each. */
async function filesFor(folder: string, questions: QaQuestion[]): Promise<string[]> {
  const named = new Set(questions.map((question) => question.doc));
  const languages = new Set(questions.map((question) => question.lang));
  const byStem = new Map<string, string[]>();
  for (const file of (await readdir(folder)).sort()) {
    const { name, ext } = parse(file);
    const sameLanguage = [...languages].some((language) => name.endsWith(`_${language}`));
    if (PREFERRED.includes(ext) && (named.has(name) || sameLanguage))
      byStem.set(name, [...(byStem.get(name) ?? []), ext]);
  }
  return [...byStem].map(([name, found]) => join(folder, name + PREFERRED.find((ext) => found.includes(ext))!));
}

/** A shuffle that gives the same sample for the same seed (Park and Miller's generator, CACM 31(10), 1988). */
function sample<T>(items: T[], count: number, seed: number): T[] {
  let state = seed % 2147483647 || 1;
  const keyed = items.map((item) => {
    state = (state * 48271) % 2147483647;
    return { item, key: state };
  });
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ item }) => item);
}

/** A knowledge base with these files, made at the first evaluation. */
async function baseWith(client: Client, name: string, paths: string[], io: Io) {
  const known = (await client.knowledge.list()).find((each) => each.name === name);
  const base = known ?? (await client.knowledge.create({ name }));
  const { runId } = await client.documents.add({ knowledgeBaseId: base.id, files: paths.map((path) => ({ path })) });
  const view = await followRun(client, runId, io, (now) =>
    io.progress(`reading ${now.progress?.done ?? 0} of ${paths.length} files`),
  );
  throwIfFailed(view);
  return base;
}

export const evalQa: Command = {
  name: "eval qa",
  summary: "Measures answers and citations over questions with known pages.",
  usage: "eval qa QUESTIONS.jsonl --docs DIR [--model ID|none] [--limit N] [--seed N]",
  example: "eval qa ../shared/material/qa/qa.en.jsonl --docs ../shared/material/qa/docs --model none",
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        docs: { type: "string" },
        model: { type: "string" },
        limit: { type: "string" },
        seed: { type: "string" },
      },
    });
    const [path] = positionals;
    if (!path || !values.docs) throw new UsageError("Which questions, over which documents?");
    const all = (await readJsonLines(path)) as unknown as QaQuestion[];
    const files = await filesFor(resolve(values.docs), all);
    const seed = Number(values.seed ?? 1);
    const questions = values.limit === undefined ? all : sample(all, Number(values.limit), seed);
    const client = await connect();
    const base = await baseWith(client, `Evaluation: ${parse(path).name}`, files, io);
    const modelId = await modelNamed(client, values.model);

    const sums = { pageInTop5: 0, firstCitationRight: 0, answerContained: 0, refused: 0, totalMs: 0, firstTokenMs: 0 };
    let asked = 0;
    for (const question of questions) {
      if (io.signal.aborted) break;
      io.progress(`${asked} of ${questions.length} questions`);
      const isRight = (document: string, page: number) =>
        parse(document).name === question.doc && page === question.page;
      const search = { knowledgeBaseIds: [base.id], query: question.question, mode: "default" as const, top: TOP };
      const { hits } = await client.knowledge.search(search);
      const request = { text: question.question, knowledgeBaseIds: [base.id], modelId, seed };
      const { message } = await askOnce(client, request, io);
      const first = message.citations[0];
      const answer = normal(message.text);
      const result = {
        id: question.id,
        pageInTop5: hits.some((hit) => isRight(hit.document, hit.page)),
        firstCitationRight: first !== undefined && isRight(first.documentName, first.page),
        answerContained: question.answers.some((expected) => answer.includes(normal(expected))),
        refused: message.answerKind === "not-found",
        totalMs: message.timings?.totalMs ?? 0,
      };
      asked++;
      for (const key of ["pageInTop5", "firstCitationRight", "answerContained", "refused"] as const)
        sums[key] += result[key] ? 1 : 0;
      sums.totalMs += result.totalMs;
      sums.firstTokenMs += message.timings?.firstTokenMs ?? 0;
      const verdict = `${result.pageInTop5 ? "found" : "MISSED"} ${result.firstCitationRight ? "cited" : "MISCITED"}`;
      io.data(
        {
          ...result,
          question: question.question,
          answer: message.text,
          cited: first ? `${first.documentName}:${first.page}` : null,
        },
        `${verdict}  ${question.question}`,
      );
    }
    const share = (sum: number) => (asked === 0 ? 0 : sum / asked);
    const summary = {
      questions: asked,
      model: values.model ?? "default",
      pageInTop5: share(sums.pageInTop5),
      firstCitationRight: share(sums.firstCitationRight),
      answerContained: share(sums.answerContained),
      refusedShare: share(sums.refused),
      meanTotalMs: Math.round(share(sums.totalMs)),
      meanFirstTokenMs: Math.round(share(sums.firstTokenMs)),
    };
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
    io.data(
      { summary },
      `${asked} questions: page in top ${TOP} ${percent(summary.pageInTop5)}, first citation right ` +
        `${percent(summary.firstCitationRight)}, answer contained ${percent(summary.answerContained)}, ` +
        `refused ${percent(summary.refusedShare)}, ${summary.meanTotalMs} ms each`,
    );
    return EXIT.done;
  },
};
