// Lets the model write an answer: its text passes through the citing writer to who follows and is kept as it comes.
import type { GenerateResult } from "../../../shared/children/inference.ts";
import type { Citation } from "../../../shared/domain/citations.ts";
import type { RunEventBody } from "../../../shared/domain/runs.ts";
import type { CitingWriter } from "./citing-writer.ts";
import type { Stages } from "./sources.ts";

const SAVE_EVERY_MS = 500;
const HAS_MARK = /\[\d{1,3}\]/;

export interface WritingTask {
  writer: CitingWriter;
  /** Text that the writer takes before what the model writes. */
  open: string;
  /** How much of the writer's text followers have already, in characters. */
  told: number;
  emit(body: RunEventBody): void;
  /** Keeps the text so far. */
  save(text: string, citations: Citation[]): void;
  /** Asks the model; `onText` takes its text as it comes. */
  generate(onText: (text: string) => void): Promise<GenerateResult>;
}

export interface Written {
  generated: GenerateResult;
  /** Time that went into finding evidence. */
  citingMs: number;
}

/** The parts of a generation, as an inspection calls them. */
export const stagesOf = ({ timings }: GenerateResult): Stages => [
  ...(timings.loadMs >= 1 ? [{ name: "load", ms: timings.loadMs }] : []),
  { name: "prompt", ms: timings.promptMs },
  { name: "generation", ms: timings.totalMs - timings.firstTokenMs },
];

/**
 * Writes to the end and keeps all of it. Where the model fails or is stopped, what it had written is kept too, its last
 * sentence cited like the others, and the error is thrown on.
 */
export async function writeOut({ writer, open, emit, save, ...task }: WritingTask): Promise<Written> {
  let { told } = task;
  let savedMs = performance.now();
  let citingMs = 0;
  const show = (write: () => unknown): void => {
    const startedMs = performance.now();
    write();
    citingMs += performance.now() - startedMs;
    const fresh = writer.text().slice(told);
    if (!fresh) return;
    told = writer.text().length;
    // A mark must be known before it is shown, or it would first appear as plain text.
    if (HAS_MARK.test(fresh)) emit({ type: "citations", citations: writer.citations() });
    emit({ type: "text", text: fresh });
  };
  show(() => writer.push(open));
  let writing = false;
  try {
    const generated = await task.generate((text) => {
      if (!writing) emit({ type: "step", step: "writing" });
      writing = true;
      show(() => writer.push(text));
      if (performance.now() - savedMs < SAVE_EVERY_MS) return;
      savedMs = performance.now();
      save(writer.text(), writer.citations());
    });
    return { generated, citingMs };
  } finally {
    show(() => writer.end());
    emit({ type: "citations", citations: writer.citations() });
    save(writer.text(), writer.citations());
  }
}
