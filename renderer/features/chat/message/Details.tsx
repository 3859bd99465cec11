// Figures of one answer, behind the clock; from there everything that made it.
import { Timer } from "lucide-react";
import type { Message } from "../../../../shared/contract/chats.ts";
import { useSystemInfo } from "../../../data/queries.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Popover } from "../../../ui/Menu.tsx";
import { useChat } from "../store.ts";

/** Tokens a second of an answer that a model wrote; null where it cannot be said. */
export function writingRate({ timings, usage, model }: Message): number | null {
  const writingMs = timings ? timings.totalMs - timings.firstTokenMs : 0;
  return model && usage && writingMs > 0 ? usage.completionTokens / (writingMs / 1000) : null;
}

/** Button with a clock that opens the figures. */
export function Details({ message }: { message: Message }) {
  const t = useText();
  return (
    <Popover
      label={t("chat.details")}
      button={(props) => <IconButton icon={Timer} size={14} label={t("chat.details")} {...props} />}
    >
      {(close) => (
        <>
          <Figures message={message} />
          <Button
            className="details-inspect"
            kind="outlined"
            onClick={() => {
              close();
              useChat.setState({ side: { show: "inspect", messageId: message.id }, open: null });
            }}
          >
            {t("inspect.open")}
          </Button>
        </>
      )}
    </Popover>
  );
}

function Figures({ message }: { message: Message }) {
  const t = useText();
  const format = useFormat();
  const cores = useSystemInfo().data?.cores;
  const { timings, usage } = message;
  if (!timings) return null;
  const rate = writingRate(message);
  const rows: [string, string][] = [
    [t("chat.detailModel"), message.model ?? t(message.answerKind === "quoted" ? "chat.quotedOnly" : "chat.noModel")],
    [t("chat.detailSources"), format.count(message.citations.length)],
    [t("chat.detailSearch"), format.duration(timings.retrievalMs)],
  ];
  if (message.model) rows.push([t("chat.detailFirst"), format.duration(timings.firstTokenMs)]);
  rows.push([t("chat.detailTotal"), format.duration(timings.totalMs)]);
  if (rate !== null) rows.push([t("chat.detailRate"), t("chat.tokensPerSecond", { n: rate.toFixed(1) })]);
  if (message.model && usage) {
    rows.push([
      t("chat.detailTokens"),
      t("chat.tokens", { read: format.count(usage.promptTokens), written: format.count(usage.completionTokens) }),
    ]);
  }
  if (message.model && cores) rows.push([t("chat.detailCores"), format.count(cores)]);
  return (
    <dl className="details num">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
