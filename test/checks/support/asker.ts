// Asks one question after the other and remembers what was acknowledged and told, to be compared after a crash.
// Called by kills.ts.
import type { Client } from "../../../shared/contract/index.ts";
import { isFinished } from "../../../shared/domain/runs.ts";

/** What is known of one question and its answer. */
interface Asked {
  conversationId: string;
  questionId: string;
  answerId: string;
  question: string;
  /** The answer as it was told, and when each part came. */
  text: string;
  parts: { atMs: number; length: number }[];
  /** Whether the answer was told to be complete. */
  succeeded: boolean;
}

export interface Asker {
  /** Asks on and on, every second question over these knowledge bases. */
  start(knowledgeBaseIds: string[]): void;
  /** Lets the question that is being answered come to its end and asks no other. */
  pause(): Promise<void>;
  /** The moment up to which text that was told must have been kept, in Unix milliseconds. */
  told(): number;
  toldCharacters(): number;
  /** Answers that were cut off and kept all they had to. */
  cutAnswers(): number;
  /**
   * What the engine has lost of the questions and answers, as sentences; forgets them afterwards. Text that was told
   * before `toldMs` must be there; an answer that was cut off must say so with one of the errors `cutBy`.
   */
  missing(engine: Client, toldMs: number, cutBy: readonly string[]): Promise<string[]>;
}

/** Text of an answer that was told longer ago than this must have been kept. */
const KEPT_AFTER_MS = 500;
/** After a restart, answers that were being written must be marked within this time. */
const MARKED_WITHIN_MS = 30_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks `questions` in turn, with the client of the moment, of the model `modelId`. */
export function asker(client: () => Client, questions: string[], modelId: string): Asker {
  const asked: Asked[] = [];
  let count = 0;
  let asking: Promise<void> | undefined;
  let going = false;
  let toldCharacters = 0;
  let cutAnswers = 0;

  const ask = async (knowledgeBaseIds: string[]): Promise<void> => {
    const question = `${questions[count % questions.length]} (${++count})`;
    const engine = client();
    // Every second question goes without documents, so that the model is asked however little is ready.
    const bases = count % 2 === 0 ? knowledgeBaseIds : [];
    const started = await engine.chats.send({ text: question, knowledgeBaseIds: bases, seed: count, modelId });
    const { conversationId, questionId, answerId, runId } = started;
    const entry: Asked = { conversationId, questionId, answerId, question, text: "", parts: [], succeeded: false };
    asked.push(entry);
    for await (const { body } of await engine.runs.watch({ runId, after: 0 })) {
      if (body.type === "text") {
        entry.text += body.text;
        toldCharacters += body.text.length;
        entry.parts.push({ atMs: Date.now(), length: entry.text.length });
      } else if (body.type === "status" && isFinished(body.status)) {
        entry.succeeded = body.status === "succeeded";
        return;
      }
    }
  };

  /** What is wrong with a question and its answer; undefined when all is well. */
  const wrong = async (
    engine: Client,
    entry: Asked,
    toldMs: number,
    cutBy: readonly string[],
  ): Promise<string | undefined> => {
    const deadlineMs = Date.now() + MARKED_WITHIN_MS;
    const { conversationId, questionId, answerId, question } = entry;
    const read = async () => (await engine.chats.get({ conversationId }).catch(() => undefined))?.messages ?? [];
    let messages = await read();
    const answerOf = () => messages.find(({ id }) => id === answerId);
    while (answerOf()?.status === "streaming" && Date.now() < deadlineMs) {
      await pause(50);
      messages = await read();
    }
    const answer = answerOf();
    if (messages.find(({ id }) => id === questionId)?.text !== question) return `The question "${question}" is gone.`;
    if (!answer) return `The answer to "${question}" is gone.`;
    const keptLength = entry.parts.filter(({ atMs }) => atMs <= toldMs).at(-1)?.length ?? 0;
    const mustHave = entry.succeeded ? entry.text : entry.text.slice(0, keptLength);
    if (!answer.text.startsWith(mustHave)) {
      return `The answer to "${question}" was told ${mustHave.length} characters and has ${answer.text.length} others.`;
    }
    if (answer.status === "done") return undefined;
    if (entry.succeeded || !cutBy.includes(answer.error?.code ?? "")) {
      return `The answer to "${question}" is ${answer.status} (${answer.error?.code}).`;
    }
    cutAnswers++;
    return undefined;
  };

  return {
    start(knowledgeBaseIds) {
      going = true;
      asking = (async () => {
        // The connection of a killed engine breaks; the next start asks on.
        while (going) await ask(knowledgeBaseIds).catch(() => pause(50));
      })();
    },
    async pause() {
      going = false;
      await asking;
    },
    told: () => Date.now() - KEPT_AFTER_MS,
    toldCharacters: () => toldCharacters,
    cutAnswers: () => cutAnswers,
    async missing(engine, toldMs, cutBy) {
      const lost: string[] = [];
      for (const entry of asked.splice(0)) lost.push((await wrong(engine, entry, toldMs, cutBy)) ?? "");
      return lost.filter(Boolean);
    },
  };
}
