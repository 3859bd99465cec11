// The model of an analysis: long steps with a deadline, a second try where the model's process failed, exact counts.
import type { ChatTurn, GenerateParams, GenerateResult, InferenceMethods } from "../../../shared/children/inference.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { Part } from "../parts.ts";

/** One step may take this long on the slowest machine; beyond that the model hangs. */
const STEP_MS = 15 * 60_000;
/** Failures of the process that a second try may get over. */
const WORTH_A_RETRY = ["child.lost", "child.timeout", "child.memory", "generation.failed"];
const COUNTED_AT_ONCE = 200;

export type AnalysisModel = ReturnType<typeof analysisModel>;

/** `sampling` holds for every text that is asked for. */
export function analysisModel(
  inference: Part<InferenceMethods>,
  path: string,
  sampling: Partial<GenerateParams>,
  signal: AbortSignal,
) {
  const worthARetry = (error: unknown): boolean =>
    !signal.aborted && error instanceof AlcoveError && WORTH_A_RETRY.includes(error.code);
  const twice = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error) => {
      if (!worthARetry(error)) throw error;
      return work();
    });
  const generate = (
    messages: ChatTurn[],
    more: Pick<GenerateParams, "maxTokens" | "prefix">,
    onText: (text: string) => void = () => {},
  ): Promise<GenerateResult> =>
    inference.callWithin(
      STEP_MS,
      "generate",
      { path, messages, thinking: false, ...sampling, ...more },
      { signal, onEvent: (event) => onText(event.text) },
    );
  const count = (what: { texts?: string[]; messages?: ChatTurn[] }) =>
    twice(() => inference.call("countTokens", { path, thinking: false, ...what }, { signal }));
  return {
    worthARetry,
    /** Streams; the caller decides on a second try. */
    generate,
    /** A text of at most `maxTokens`, asked for once more where the process failed. */
    generateWhole: (messages: ChatTurn[], maxTokens: number): Promise<GenerateResult> =>
      twice(() => generate(messages, { maxTokens })),
    /** Loads the model where it is not. */
    contextTokens: async (): Promise<number> => (await count({ texts: [] })).contextTokens,
    async countTokens(texts: string[]): Promise<number[]> {
      const counts: number[] = [];
      for (let at = 0; at < texts.length; at += COUNTED_AT_ONCE) {
        counts.push(...(await count({ texts: texts.slice(at, at + COUNTED_AT_ONCE) })).texts);
      }
      return counts;
    },
    countMessages: async (messages: ChatTurn[]): Promise<number> => (await count({ messages })).messages ?? 0,
  };
}
