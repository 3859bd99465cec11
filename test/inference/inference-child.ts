// Starts the real inference process for tests, and finds the real models that some of them need.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launcher } from "../../electron/headless/children.ts";
import { type Channel, connectChannel } from "../../shared/children/channel.ts";
import { fromWireError } from "../../shared/children/errors.ts";
import type { GenerateParams, GenerateResult, InferenceMethods } from "../../shared/children/inference.ts";
import { AlcoveError, type ErrorCode } from "../../shared/domain/errors.ts";

/** A running inference process. `output` collects what it prints. */
export interface InferenceChild {
  channel: Channel<InferenceMethods>;
  output: string[];
  kill(): void;
}

/** Forks the process as headless mode does. */
export function startInference(): InferenceChild {
  const output: string[] = [];
  const child = launcher((_name, line) => output.push(line))("inference");
  const onLost = (reason: string) => new AlcoveError("child.lost", { part: `inference (${reason})` });
  return { channel: connectChannel(child.port, fromWireError, onLost), output, kill: child.kill };
}

/** Generates and collects the streamed pieces beside the result. */
export async function generateWithEvents(
  { channel }: InferenceChild,
  params: GenerateParams,
): Promise<GenerateResult & { pieces: string[] }> {
  const pieces: string[] = [];
  const result = await channel.call("generate", params, { onEvent: ({ text }) => pieces.push(text) });
  return { ...result, pieces };
}

/** The error of a call that is expected to fail with `code`. */
export async function refusal(call: Promise<unknown>, code: ErrorCode): Promise<AlcoveError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`Expected ${code}, but the call succeeded.`);
  if (!(outcome.error instanceof AlcoveError) || outcome.error.code !== code) throw outcome.error;
  return outcome.error;
}

/** Path of a model in models/, or null where it was not fetched. With ALCOVE_NO_SKIP=1 its absence is an error. */
export function fetchedModel(file: string): string | null {
  const path = fileURLToPath(new URL(`../../models/${file}`, import.meta.url));
  if (existsSync(path)) return path;
  if (process.env.ALCOVE_NO_SKIP === "1") throw new Error(`models/${file} is missing: run npm run models:fetch.`);
  console.warn(`Skipped: models/${file} is missing, get it with npm run models:fetch.`);
  return null;
}
