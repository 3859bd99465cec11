// Messages that match, below the titles of the list of chats; each opens its chat at that place.
import { errorOfCall } from "../../../shared/contract/errors.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { InlineError } from "../../ui/InlineError.tsx";
import { List, ListGroup } from "../../ui/Row.tsx";
import { openChatHit, useChatHits } from "./hits.ts";
import { Marked } from "./Marked.tsx";
import "./search.css";

/** More than anyone reads through in a narrow list. */
const SHOWN = 40;

/** Shows nothing for an empty query. Titles are left to the list itself, which filters them at once. */
export function MessageHits({ query, currentMessageId = null }: { query: string; currentMessageId?: string | null }) {
  const t = useText();
  const say = useErrorText();
  const format = useFormat();
  const { hits, total, searching, error } = useChatHits(query, SHOWN);
  const wanted = query.trim();
  const messages = hits.filter((hit) => hit.kind === "message");
  if (wanted === "") return null;
  return (
    <section className="message-hits" aria-busy={searching}>
      {error ? (
        <InlineError message={t("search.failed")} action={say(errorOfCall(error)).message} />
      ) : (
        <p className="unseen" role="status">
          {searching ? t("search.searching") : messages.length === 0 ? t("search.noMessages", { query: wanted }) : ""}
        </p>
      )}
      {messages.length > 0 && (
        <>
          <ListGroup>{t("search.inMessages")}</ListGroup>
          <List label={t("search.inMessages")}>
            {messages.map((hit) => (
              <li key={hit.messageId}>
                <button
                  type="button"
                  className="message-hit"
                  data-row
                  aria-current={hit.messageId === currentMessageId ? "true" : undefined}
                  onClick={() => openChatHit(hit)}
                >
                  <span className="message-hit-where">
                    <span className="clip grow">{hit.title}</span>
                    <span className="num">{hit.archived ? t("search.archived") : format.when(hit.atMs)}</span>
                  </span>
                  <span className="message-hit-text">
                    <Marked text={hit.snippet} marks={hit.marks} />
                  </span>
                </button>
              </li>
            ))}
          </List>
          {total > hits.length && <p className="meta list-empty">{t("search.moreMessages", { n: total })}</p>}
        </>
      )}
    </section>
  );
}
