// Decides what a model is given for a question: whether the conversation's files go in whole or by passages, and how much
// of the rest fits beside them.
import type { ChatTurn, InferenceMethods } from "../../../shared/children/inference.ts";
import type { ContextUse, Message } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import type { Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { Part } from "../parts.ts";
import { historyOf } from "./history.ts";
import { type AnswerParameters, reservedFor } from "./parameters.ts";
import { type FittedPrompt, fitPrompt } from "./prompt.ts";
import {
  type Found,
  MOST_CHARACTERS_A_TOKEN,
  type ScoredPassage,
  type SourceDeps,
  type Stages,
  timed,
} from "./sources.ts";
import { wholeDocument } from "./whole-files.ts";

export interface Question {
  message: Message;
  language: string | null;
  /** Finds an earlier message. */
  find(id: string): Message | undefined;
  parameters: AnswerParameters;
  /** The conversation's own files, all of them read. */
  files: Document[];
  /** Passages from what the conversation asks beside its files; null where there is nothing. */
  found: Found | null;
  /** Searches the files as well. */
  searchFiles(): Promise<Found>;
}

export interface Composed {
  messages: ChatTurn[];
  /** What went in, in the order of its numbers. */
  passages: Passage[];
  looked: ScoredPassage[];
  context: ContextUse;
}

/** Loads the model where it is not; the context that it got depends on the memory that is free. */
const loadModel = async (
  inference: Part<InferenceMethods>,
  path: string,
  stages: Stages,
  signal: AbortSignal,
): Promise<number> => {
  const loading = () => inference.call("countTokens", { path, texts: [] }, { signal });
  return (await timed(stages, "load", loading)).contextTokens;
};

/** Errors: `context.too-long` when the bare question does not fit. */
export async function composePrompt(
  deps: Pick<SourceDeps, "documents"> & { inference: Part<InferenceMethods> },
  path: string,
  question: Question,
  stages: Stages,
  signal: AbortSignal,
): Promise<Composed> {
  const { message, parameters, files, language } = question;
  const contextTokens = await loadModel(deps.inference, path, stages, signal);
  const reservedTokens = reservedFor(parameters.sampling.maxTokens, contextTokens);
  const budget = contextTokens - reservedTokens;
  const { turns, further } = historyOf(question.find, message);
  const count = async (messages: ChatTurn[]) =>
    (await deps.inference.call("countTokens", { path, messages, thinking: false }, { signal })).messages ?? 0;
  const fitted = (whole: Passage[], found: Found | null): Promise<FittedPrompt> =>
    timed(stages, "count", () =>
      fitPrompt(
        {
          instructions: parameters.instructions,
          files: whole,
          passages: found?.passages ?? [],
          namesFiles: files.length > 0,
          history: turns,
          question: message.text,
          language,
        },
        budget,
        count,
      ),
    );
  const composed = (prompt: FittedPrompt, found: Found | null, attachments: ContextUse["attachments"]): Composed => ({
    messages: prompt.messages,
    passages: prompt.passages,
    looked: found?.looked ?? [],
    context: {
      contextTokens,
      promptTokens: prompt.promptTokens,
      reservedTokens,
      turns: prompt.turns,
      droppedTurns: prompt.droppedTurns + further,
      passages: prompt.passages.length,
      droppedPassages: prompt.droppedPassages,
      attachments,
    },
  });

  if (files.length === 0) return composed(await fitted([], question.found), question.found, null);
  const characters = files.reduce((sum, file) => sum + (file.characters ?? 0), 0);
  if (characters <= budget * MOST_CHARACTERS_A_TOKEN) {
    const whole = files.flatMap((file) => wholeDocument(deps.documents, file));
    try {
      return composed(await fitted(whole, question.found), question.found, "whole");
    } catch (error) {
      if (!(error instanceof AlcoveError) || error.code !== "context.too-long") throw error;
    }
  }
  const found = await question.searchFiles();
  return composed(await fitted([], found), found, "passages");
}
