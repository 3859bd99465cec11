// What an answer that was not found offers instead: the nearest passages, to look for oneself.
import { useQuery } from "@tanstack/react-query";
import { client } from "../../client.ts";
import { keys } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { langOf } from "./support.ts";

const SHOWN = 3;

/** Says plainly that nothing was found (unless the answer's own text does) and names the nearest places. */
export function NearestPassages({ messageId, empty }: { messageId: string; empty: boolean }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: keys.passages(messageId),
    queryFn: () => client.chats.passages({ messageId }),
  });
  const passages = (data ?? []).slice(0, SHOWN);
  const open = async (documentId: string, start: number, end: number) => {
    const found = await client.documents.get({ documentId }).catch(() => null);
    if (found) go({ place: "library", id: found.knowledgeBaseId, documentId, passage: { start, end } });
  };
  return (
    <>
      {empty && <p className="not-found">{t("chat.notFound")}</p>}
      {passages.length > 0 && (
        <ul className="nearest">
          {passages.map((passage) => (
            <li key={passage.chunkId}>
              <button
                type="button"
                className="text-link"
                onClick={() => void open(passage.documentId, passage.start, passage.end)}
              >
                {t("chat.nearest", { document: passage.documentName, page: passage.page })}
              </button>
              <p className="nearest-text" lang={langOf(null)}>
                {passage.text}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
