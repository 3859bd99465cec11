// A chat without a question yet: the composer in the middle, above it questions made from the newest documents.
import { useQueries } from "@tanstack/react-query";
import { client } from "../../client.ts";
import { keys, useKnowledgeBases } from "../../data/queries.ts";
import { chooseFiles } from "../../frame/add-documents.ts";
import { addToTarget } from "../../frame/DropTarget.tsx";
import { translate, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Arch } from "../../ui/Empty.tsx";
import { Composer } from "./Composer.tsx";
import { ask } from "./send.ts";
import { useChat } from "./store.ts";
import { langOf } from "./support.ts";
import { topicOf } from "./thread.ts";

const QUESTIONS = 3;

interface Suggestion {
  text: string;
  lang: string | undefined;
}

/** Questions from headings of the newest documents, each in the language of its document. */
function useSuggestions(): Suggestion[] {
  const bases = useKnowledgeBases().data ?? [];
  const chosen = useChat((state) => state.newChat.knowledgeBaseIds);
  const asked = bases.filter((base) => chosen?.includes(base.id) ?? true);
  const documents = useQueries({
    queries: asked.map((base) => ({
      queryKey: keys.documents(base.id),
      queryFn: () => client.documents.list({ knowledgeBaseId: base.id }),
    })),
    combine: (lists) =>
      lists
        .flatMap((list) => list.data ?? [])
        .filter((document) => document.status === "ready")
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
        .slice(0, QUESTIONS * 2),
  });
  return useQueries({
    queries: documents.map((document) => ({
      queryKey: ["documents", "headings", document.id],
      queryFn: async () => (await client.documents.chunks({ documentId: document.id, limit: 40 })).chunks,
    })),
    combine: (lists) =>
      lists
        .flatMap((list, index): Suggestion[] => {
          const document = documents[index]!;
          if (!list.data) return [];
          const headings = list.data.map((chunk) => chunk.heading);
          const heading = headings.find((text) => text && /^.{3,60}$/u.test(text)) ?? topicOf(document.name);
          if (!heading) return [];
          const language = langOf(document.language) === "zh-CN" ? "zh-CN" : "en";
          return [{ text: translate(language, "chat.suggestion", { heading }), lang: language }];
        })
        .filter((question, index, all) => all.findIndex((other) => other.text === question.text) === index)
        .slice(0, QUESTIONS),
  });
}

/** What a new chat shows. */
export function StartPage() {
  const t = useText();
  const bases = useKnowledgeBases().data;
  const suggestions = useSuggestions();
  const empty = bases?.every((base) => base.documents === 0);
  return (
    <div className="start">
      {empty ? (
        <div className="start-empty">
          <Arch size={64} />
          <h2>{t("chat.startEmpty")}</h2>
          <p className="soft">{t("chat.startEmptyMore")}</p>
          <Button kind="outlined" onClick={() => void chooseFiles().then(addToTarget)}>
            {t("chat.chooseFiles")}
          </Button>
        </div>
      ) : (
        suggestions.length > 0 && (
          <ul className="suggestions" aria-label={t("chat.suggestions")}>
            {suggestions.map((suggestion) => (
              <li key={suggestion.text}>
                <button
                  type="button"
                  className="suggestion"
                  lang={suggestion.lang}
                  onClick={() => void ask(suggestion.text, null, null)}
                >
                  {suggestion.text}
                </button>
              </li>
            ))}
          </ul>
        )
      )}
      <Composer conversation={null} lastMessageId={null} runId={null} lastQuestion={null} />
    </div>
  );
}
