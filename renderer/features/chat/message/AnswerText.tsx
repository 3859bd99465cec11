// The words of an answer with its citations, as they stand in a conversation and in a comparison.
import { useMemo } from "react";
import type { Message } from "../../../../shared/contract/chats.ts";
import type { Span } from "../../../../shared/domain/sentences.ts";
import { Markdown } from "../../../ui/Markdown.tsx";
import { CitationChip, Citations, ClaimRange } from "../Citations.tsx";
import { langOf, rangesOf } from "../support.ts";

/** Markdown with chips and claims; `unsupported` are the sentences that no source stands behind. */
export function AnswerText({ message, unsupported }: { message: Message; unsupported: readonly Span[] }) {
  const { text, citations } = message;
  const ranges = useMemo(() => rangesOf(citations, unsupported), [citations, unsupported]);
  const numbers = useMemo(() => new Set(citations.map((citation) => citation.n)), [citations]);
  return (
    <Citations message={message}>
      <Markdown
        text={text}
        streaming={message.status === "streaming"}
        lang={langOf(message.language)}
        citations={numbers}
        ranges={ranges}
        Chip={CitationChip}
        Range={ClaimRange}
      />
    </Citations>
  );
}
