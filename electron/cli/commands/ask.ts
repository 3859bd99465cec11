// `alcove ask`: a question, answered with citations from knowledge bases or from files that are kept nowhere.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Answered, askOnce, modelNamed, withFiles } from "../answers.ts";
import { type Command, EXIT, knowledgeBaseNamed, UsageError } from "../command.ts";
import { type Query, readQueries } from "../queries.ts";

function printed(query: Query, { message, passages }: Answered) {
  const { text, citations, answerKind, model, usage, timings } = message;
  return {
    ...(query.id ? { id: query.id } : {}),
    question: query.text,
    answer: text,
    refused: answerKind === "not-found",
    citations: citations.map((each) => {
      const { n, documentName: document, page, quote, start, end } = each;
      return { n, document, page, quote, start, end };
    }),
    passages: passages.map(({ documentName: document, page, score }) => ({ document, page, score })),
    model: model ?? "none",
    usage,
    timings,
  };
}

export const ask: Command = {
  name: "ask",
  summary: "Answers a question from knowledge bases or files, with citations.",
  usage: "ask (--kb NAME… | --file PATH…) (QUESTION | --questions FILE.jsonl) [--model ID|none] [--seed N]",
  example: 'ask --kb Papers --model none "What is measured?"',
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        kb: { type: "string", multiple: true },
        file: { type: "string", multiple: true },
        questions: { type: "string" },
        model: { type: "string" },
        seed: { type: "string" },
      },
    });
    const { kb = [], file = [] } = values;
    if (kb.length + file.length === 0) throw new UsageError("From what? Name a knowledge base with --kb, or a --file.");
    const seed = values.seed === undefined ? undefined : Number(values.seed);
    if (seed !== undefined && !Number.isInteger(seed)) throw new UsageError("--seed takes a whole number.");
    const queries = values.questions ? await readQueries(values.questions) : [{ text: positionals.join(" ") }];
    if (!queries.every((query) => query.text.trim())) throw new UsageError("What is the question?");
    const client = await connect();
    const knowledgeBaseIds = (await Promise.all(kb.map((name) => knowledgeBaseNamed(client, name)))).map(
      ({ id }) => id,
    );
    const modelId = await modelNamed(client, values.model);
    const askAll = async (conversationId?: string) => {
      for (const [i, query] of queries.entries()) {
        if (io.signal.aborted) break;
        if (queries.length > 1) io.progress(`${i} of ${queries.length} questions`);
        const question = { text: query.text, knowledgeBaseIds, modelId, seed, conversationId };
        const answered = await askOnce(client, question, io, (text) => io.stream(text));
        const sources = answered.message.citations.map((each) => `[${each.n}] ${each.documentName}, page ${each.page}`);
        io.data(printed(query, answered), `\n${sources.length > 0 ? `\n${sources.join("\n")}\n` : ""}`);
      }
    };
    if (file.length === 0) {
      await askAll();
      return EXIT.done;
    }
    const paths = file.map((path) => resolve(path));
    const failed = await withFiles(client, paths, knowledgeBaseIds, io, askAll);
    return failed.length > 0 ? EXIT.someFailed : EXIT.done;
  },
};
