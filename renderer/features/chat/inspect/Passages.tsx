// What was found for a question, best first: where it stands, how each stage weighed it, whether it was read.

import type { Inspection } from "../../../../shared/contract/chats.ts";
import { client } from "../../../client.ts";
import { go } from "../../../frame/route.ts";
import { type TextKey, useText } from "../../../i18n/index.ts";

const SCORES: Readonly<Record<string, TextKey>> = {
  vector: "inspect.scoreVector",
  fullText: "inspect.scoreFullText",
  fused: "inspect.scoreFused",
  coverage: "inspect.scoreCoverage",
};

type Found = Inspection["passages"][number];

async function open({ documentId, start, end }: Found): Promise<void> {
  const found = await client.documents.get({ documentId }).catch(() => null);
  if (found) go({ place: "library", id: found.knowledgeBaseId, documentId, passage: { start, end } });
}

/** Rows that unfold to the passage's text. */
export function Passages({ passages }: { passages: readonly Found[] }) {
  const t = useText();
  if (passages.length === 0) return <p className="soft">{t("inspect.noPassages")}</p>;
  return (
    <ol className="inspect-passages">
      {passages.map((passage) => (
        <li key={passage.chunkId} className={passage.used ? "" : "inspect-unused"}>
          <div className="line">
            <button type="button" className="text-link clip grow" onClick={() => void open(passage)}>
              {t("inspect.place", { document: passage.documentName, page: passage.page })}
            </button>
            <span className="meta">{t(passage.used ? "inspect.used" : "inspect.unused")}</span>
          </div>
          <dl className="inspect-scores num">
            {Object.entries(passage.scores).map(([stage, score]) => (
              <div key={stage}>
                <dt>{SCORES[stage] ? t(SCORES[stage]) : stage}</dt>
                <dd>{score.toFixed(3)}</dd>
              </div>
            ))}
          </dl>
          <details>
            <summary className="meta">{t("inspect.text")}</summary>
            <p className="selectable inspect-text">{passage.text}</p>
          </details>
        </li>
      ))}
    </ol>
  );
}
