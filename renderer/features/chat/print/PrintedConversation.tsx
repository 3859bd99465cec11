// A conversation on paper: questions, answers, and below each answer the sources that its numbers stand for.
import type { Message } from "../../../../shared/contract/chats.ts";
import { sourceOf } from "../../../../shared/domain/citation-notes.ts";
import { Markdown } from "../../../ui/Markdown.tsx";
import { langOf } from "../support.ts";

const NoteNumber = ({ n }: { n: number }) => <sup className="print-number">{n}</sup>;

function PrintedAnswer({ message }: { message: Message }) {
  const { text, citations, language } = message;
  return (
    <section className="print-answer">
      <Markdown
        text={text}
        lang={langOf(language)}
        citations={new Set(citations.map(({ n }) => n))}
        Chip={NoteNumber}
      />
      {citations.length > 0 && (
        <ol className="print-notes" lang={langOf(language)}>
          {citations.map((citation) => (
            <li key={citation.n} value={citation.n}>
              {sourceOf(citation, language)}
              <q>{citation.quote.replaceAll(/\s+/g, " ").trim()}</q>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** The whole branch; nothing in it can be clicked. */
export function PrintedConversation({ title, thread }: { title: string; thread: readonly Message[] }) {
  return (
    <article className="print">
      <h1>{title}</h1>
      {thread.map((message) =>
        message.text.trim() === "" ? null : message.role === "user" ? (
          <h2 key={message.id} className="print-question" lang={langOf(message.language)}>
            {message.text}
          </h2>
        ) : (
          <PrintedAnswer key={message.id} message={message} />
        ),
      )}
    </article>
  );
}
