// The files of a conversation, above the field where questions are written: what each is doing or how it will be read,
// and what can be done with it.
import { useQuery } from "@tanstack/react-query";
import { BookMarked, BookOpen, Ellipsis, FileText, Lock, Trash2, TriangleAlert, X } from "lucide-react";
import type { Attachment, Conversation } from "../../../shared/contract/chats.ts";
import { isFinished } from "../../../shared/domain/runs.ts";
import { client } from "../../client.ts";
import { useKnowledgeBases } from "../../data/queries.ts";
import { stopRun, useRun } from "../../data/runs.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { FileName } from "../../ui/FileName.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import { RunRow } from "../../ui/RunRow.tsx";
import { actionOf } from "../knowledge/order.ts";
import { useReason } from "../knowledge/reason.ts";
import { useAnalysisItems } from "./analysis-items.ts";
import { analyse, attachmentsKey, keepInLibrary, openDocument, readOnceMore, removeAttachment } from "./commands.ts";
import "./drop.css";
import { type Awaited, askPassword, forgetAdded, takeAwaited, useDrop } from "./store.ts";

const NONE: string[] = [];

/** Chips of a conversation's files; nothing where it has none. */
export function AttachmentChips({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const id = conversation?.id ?? "";
  const attachments = useQuery({
    queryKey: attachmentsKey(id),
    queryFn: () => client.chats.attachments({ conversationId: id }),
    enabled: conversation !== null && !conversation.temporary,
  }).data;
  const started = useDrop((state) => state.started[id] ?? NONE);
  const awaited = useDrop((state) => state.awaited);
  if (!conversation) return null;
  return (
    <>
      {awaited.flatMap((each) => (each.conversationId === id ? <AwaitedRow key={each.runId} awaited={each} /> : []))}
      {started.map((runId) => (
        <Refused key={runId} runId={runId} onClose={() => forgetAdded(id, runId)} />
      ))}
      {attachments && attachments.length > 0 && (
        <ul className="attachments" aria-label={t("drop.attached")}>
          {needsFirst(attachments).map((attachment) => (
            <Chip key={attachment.document.id} conversationId={id} attachment={attachment} />
          ))}
        </ul>
      )}
    </>
  );
}

const RANK = { failed: 0, running: 1, queued: 1, ready: 2 } as const;
/** Files that need someone come first, then those that are being read; the others stay in their order. */
const needsFirst = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.toSorted((a, b) => RANK[a.document.status] - RANK[b.document.status]);

const THEN = { summary: "drop.thenSummary", "key-points": "drop.thenKeyPoints", full: "drop.thenFull" } as const;

/** Files that are being read for an analysis; Stop takes both back. */
function AwaitedRow({ awaited: { runId, kind } }: { awaited: Awaited }) {
  const t = useText();
  const view = useRun(runId);
  const total = view?.items.length || 1;
  const done = view?.items.filter(({ status }) => status !== "waiting" && status !== "running").length ?? 0;
  const parts = view?.items.map((item) => (item.total ? (item.done ?? 0) / item.total : 0)) ?? [];
  const fraction =
    (done + parts.reduce((sum, part, at) => (view?.items[at]?.status === "running" ? sum + part : sum), 0)) / total;
  return (
    <RunRow
      label={t(THEN[kind])}
      fraction={view?.seq ? fraction : null}
      detail={t("drop.filesRead", { n: done, total })}
      onStop={() => {
        takeAwaited(runId);
        stopRun(runId);
      }}
      words={{ pause: t("common.pause"), stop: t("common.stop") }}
    />
  );
}

/** Files that could not even be taken in, such as empty ones: they have no chip. */
function Refused({ runId, onClose }: { runId: string; onClose(): void }) {
  const t = useText();
  const reason = useReason();
  const view = useRun(runId);
  if (!view || !isFinished(view.status)) return null;
  const refused = view.items.filter((item) => item.status === "failed" && !item.result?.documentId);
  const whole = view.status === "failed" && view.error ? reason(view.error).full : null;
  if (refused.length === 0 && !whole) return null;
  return (
    <div className="attachments-refused" role="status">
      <div className="grow">
        {whole && <p>{whole}</p>}
        {refused.map((item) => (
          <p key={item.id}>{reason(item.error ?? null).full}</p>
        ))}
      </div>
      <IconButton icon={X} size={14} label={t("common.close")} onClick={onClose} />
    </div>
  );
}

interface ChipProps {
  conversationId: string;
  attachment: Attachment;
}

function Chip({ conversationId, attachment }: ChipProps) {
  const t = useText();
  const reason = useReason();
  const { document } = attachment;
  const failed = document.status === "failed";
  const action = actionOf(document);
  const why = failed ? reason(document.error) : null;
  return (
    <li className="attachment" data-status={document.status} title={why?.full}>
      <Icon of={action === "password" ? Lock : failed ? TriangleAlert : FileText} size={14} />
      <FileName name={document.name} />
      {why ? (
        <span className={action === "password" ? "attachment-warn" : "attachment-bad"}>{why.short}</span>
      ) : (
        <ChipState attachment={attachment} />
      )}
      {action === "password" && <Button onClick={() => askPassword(document)}>{t("drop.enterPassword")}</Button>}
      {action === "retry" && (
        <Button onClick={() => void readOnceMore(conversationId, document)}>{t("common.tryAgain")}</Button>
      )}
      <ChipMenu conversationId={conversationId} attachment={attachment} />
    </li>
  );
}

/** How far a file is read, or how it will be read for the next question. */
function ChipState({ attachment: { document, tokens, use } }: { attachment: Attachment }) {
  const t = useText();
  const format = useFormat();
  const busy = document.status === "queued" || document.status === "running";
  const view = useRun(busy ? document.runId : null);
  if (busy) {
    const item = view?.items.find(({ name, status }) => name === document.name && status === "running");
    const percent = item?.total ? Math.round(((item.done ?? 0) / item.total) * 100) : null;
    const words =
      item?.step === "embedding"
        ? t("drop.indexing")
        : percent !== null
          ? t("drop.readingPercent", { n: percent })
          : t(item ? "drop.reading" : "drop.waiting");
    return (
      <span className="attachment-state attachment-busy num" role="status">
        {words}
      </span>
    );
  }
  return (
    <span className="attachment-state num" title={t(use === "whole" ? "drop.wholeHelp" : "drop.byPassagesHelp")}>
      {use === "whole" && tokens !== null
        ? t("drop.whole", { n: format.count(rounded(tokens)) })
        : t("drop.byPassages")}
    </span>
  );
}

/** Two figures are enough for an estimate. */
const rounded = (n: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(n || 1)) - 1);
  return Math.round(n / step) * step;
};

function ChipMenu({ conversationId, attachment: { document } }: ChipProps) {
  const t = useText();
  const bases = useKnowledgeBases().data ?? [];
  const analyses = useAnalysisItems((kind, language) => void analyse(conversationId, [document], kind, language, t));
  const ready: (MenuItem | null)[] = [
    ...analyses,
    null,
    { label: t("drop.open"), icon: BookOpen, onChoose: () => openDocument(document) },
    ...bases.map(
      (base): MenuItem => ({
        label: t("drop.addTo", { base: base.name }),
        icon: BookMarked,
        onChoose: () => void keepInLibrary(conversationId, document, base, t),
      }),
    ),
    null,
  ];
  const remove: MenuItem = {
    label: t("drop.remove"),
    icon: Trash2,
    danger: true,
    onChoose: () => void removeAttachment(conversationId, document, t),
  };
  return (
    <Menu
      label={t("drop.moreOf", { name: document.name })}
      button={(props) => (
        <IconButton icon={Ellipsis} size={14} label={t("drop.moreOf", { name: document.name })} {...props} />
      )}
      items={document.status === "ready" ? [...ready, remove] : [remove]}
    />
  );
}
