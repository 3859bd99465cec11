// How full the model's context was for the newest answer, what did not fit, and why, in plain words.
import type { ContextUse } from "../../../../shared/contract/chats.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Popover } from "../../../ui/Menu.tsx";
import type { ThreadMessage } from "../thread.ts";

/** Share of the context that was used, 0 to 1. */
export const shareUsed = ({ contextTokens, promptTokens }: ContextUse): number =>
  contextTokens > 0 ? Math.min(1, promptTokens / contextTokens) : 0;

/** The context of the newest answer that has one. */
export const newestContext = (thread: readonly ThreadMessage[]): ContextUse | null =>
  thread.findLast(({ message }) => message.context !== null)?.message.context ?? null;

/** A ring that fills; it speaks up only where something was left out. */
export function ContextMeter({ thread }: { thread: readonly ThreadMessage[] }) {
  const t = useText();
  const use = newestContext(thread);
  if (!use) return null;
  const percent = Math.round(shareUsed(use) * 100);
  const dropped = use.droppedTurns > 0 || use.droppedPassages > 0;
  const name = t("chat.context", { n: percent });
  return (
    <Popover
      label={t("chat.contextTitle")}
      button={(props) => (
        <Button
          {...props}
          className={`context-meter num ${dropped ? "context-dropped" : ""}`}
          aria-label={dropped ? `${name}, ${t("chat.contextLeftOut")}` : name}
          title={name}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden>
            <circle cx="8" cy="8" r="6" className="context-track" />
            <circle cx="8" cy="8" r="6" className="context-fill" pathLength="100" strokeDasharray={`${percent} 100`} />
          </svg>
          {dropped && <span>{t("chat.contextLeftOut")}</span>}
        </Button>
      )}
    >
      <ContextDetails use={use} />
    </Popover>
  );
}

/** The numbers of one answer's context, each with what it means. */
export function ContextDetails({ use }: { use: ContextUse }) {
  const t = useText();
  const format = useFormat();
  const free = Math.max(0, use.contextTokens - use.promptTokens - use.reservedTokens);
  const part = (tokens: number) => ({ width: `${(tokens / Math.max(1, use.contextTokens)) * 100}%` });
  const rows: [string, number][] = [
    [t("chat.contextRead"), use.promptTokens],
    [t("chat.contextReserved"), use.reservedTokens],
    [t("chat.contextFree"), free],
    [t("chat.contextAll"), use.contextTokens],
  ];
  return (
    <div className="context-details">
      <div className="context-bar" aria-hidden>
        <span className="context-bar-read" style={part(use.promptTokens)} />
        <span className="context-bar-reserved" style={part(use.reservedTokens)} />
      </div>
      <dl className="details num">
        {rows.map(([name, tokens]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{t("chat.contextTokens", { n: format.count(tokens) })}</dd>
          </div>
        ))}
      </dl>
      <p>{t("chat.contextTurns", { n: use.turns })}</p>
      {use.droppedTurns > 0 && <p className="unsupported">{t("chat.contextDroppedTurns", { n: use.droppedTurns })}</p>}
      <p>{t("chat.contextPassages", { n: use.passages })}</p>
      {use.droppedPassages > 0 && (
        <p className="unsupported">{t("chat.contextDroppedPassages", { n: use.droppedPassages })}</p>
      )}
      {use.attachments && (
        <p>{t(use.attachments === "whole" ? "chat.contextFilesWhole" : "chat.contextFilesPassages")}</p>
      )}
    </div>
  );
}
