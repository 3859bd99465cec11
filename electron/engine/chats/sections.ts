// Writes the sections of an analysis one after the other into one text. Each finished section is kept; one that was cut, by
// a stop, a kill or a failure of the model's process, is written on from where it stands.
import type { GenerateResult } from "../../../shared/children/inference.ts";
import type { Citation, Passage } from "../../../shared/domain/citations.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { RunEventBody } from "../../../shared/domain/runs.ts";
import type { AnalysisStore } from "./analysis-store.ts";
import type { Section } from "./analysis-words.ts";
import { citingWriter, type Finished } from "./citing-writer.ts";
import { continuationOf, withoutMarks } from "./continuation.ts";
import { evidenceIndex } from "./evidence.ts";
import type { Stages } from "./sources.ts";
import { stagesOf, writeOut } from "./writing.ts";

export interface SectionsTask {
  parts: AnalysisStore;
  answerId: string;
  sections: readonly Section[];
  /** What sentences may be tied to. */
  passages: Passage[];
  /** The answer as far as it was written before. */
  before: Finished;
  /** How much of it followers have already, in characters. */
  told: number;
  emit(body: RunEventBody): void;
  save(text: string, citations: Citation[]): void;
  /** Whether a failure is worth a second try. */
  retry(error: unknown): boolean;
  /** Asks the model for a section that begins with `prefix`. */
  generate(section: Section, prefix: string, onText: (text: string) => void): Promise<GenerateResult>;
}

export interface SectionsWritten {
  text: string;
  citations: Citation[];
  stages: Stages;
  /** The last generation; null where all sections were there already. */
  last: GenerateResult | null;
}

/** Errors: what `generate` throws, after a second try where `retry` allows one. */
export async function writeSections(task: SectionsTask): Promise<SectionsWritten> {
  const { parts, answerId, sections, passages } = task;
  const index = evidenceIndex("", passages);
  const stages: Stages = [];
  const kept = parts.sections(answerId);
  let done: Finished = kept.at(-1) ?? { text: "", citations: [] };
  let { before, told } = task;
  let last: GenerateResult | null = null;

  const write = async (section: Section, head: Finished, begun: Finished): Promise<Finished> => {
    for (let attempt = 1, state = begun; ; attempt++) {
      const { raw, ...rest } = continuationOf(state.text, state.citations);
      // A mark that followers saw in an unfinished sentence cannot be taken back from them.
      const isSeen = told >= state.text.length && rest.finished.text + rest.open !== state.text;
      const { finished, open } = isSeen ? { finished: state, open: "" } : rest;
      const writer = citingWriter("", passages, finished, index);
      const prefix = raw.slice(withoutMarks(head.text, head.citations).length);
      try {
        const { generated, citingMs } = await writeOut({
          ...{ writer, open, told, emit: task.emit, save: task.save },
          generate: (onText) => task.generate(section, prefix, onText),
        });
        last = generated;
        stages.push(...stagesOf(generated), { name: "citing", ms: citingMs });
        return { text: writer.text(), citations: writer.citations() };
      } catch (error) {
        // What was written fills the context: the section is as long as it can be.
        const isFull = prefix !== "" && error instanceof AlcoveError && error.code === "context.too-long";
        if (isFull) return { text: writer.text(), citations: writer.citations() };
        if (attempt > 1 || !task.retry(error)) throw error;
        state = { text: writer.text(), citations: writer.citations() };
      } finally {
        told = Math.max(told, writer.text().length);
      }
    }
  };

  for (const [i, section] of sections.entries()) {
    if (i < kept.length) continue;
    const gap = done.text && section.heading ? "\n\n" : "";
    const head: Finished = { text: `${done.text}${gap}${section.heading}`, citations: done.citations };
    last = null;
    done = await write(section, head, before.text.startsWith(head.text) ? before : head);
    before = done;
    const { promptTokens, completionTokens } = last ?? { promptTokens: 0, completionTokens: 0 };
    parts.putSection(answerId, i, {
      text: done.text,
      citations: [...done.citations],
      usage: { promptTokens, completionTokens },
    });
  }
  return { text: done.text, citations: [...done.citations], stages, last };
}
