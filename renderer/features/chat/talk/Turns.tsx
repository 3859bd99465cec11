// The questions and answers of a conversation, of which only those near to what is read are in the page.
import { ArrowDown } from "lucide-react";
import { memo } from "react";
import { useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { Answer, Question } from "../Answer.tsx";
import type { ThreadMessage } from "../thread.ts";
import "./print.css";
import { useTalkScroll } from "./talk-scroll.ts";

interface TurnProps extends ThreadMessage {
  index: number;
  total: number;
}

const Turn = memo(function Turn({ message, siblings, index, total }: TurnProps) {
  const t = useText();
  const asked = message.role === "user";
  return (
    <article
      className={asked && index > 0 ? "turn turn-asked" : "turn"}
      data-turn={index}
      tabIndex={-1}
      aria-label={t(asked ? "chat.question" : "chat.answer")}
      aria-posinset={index + 1}
      aria-setsize={total}
    >
      {asked ? <Question message={message} siblings={siblings} /> : <Answer message={message} siblings={siblings} />}
    </article>
  );
});

/** Mount it anew for another conversation. */
export const Turns = memo(function Turns({ thread, writing }: { thread: readonly ThreadMessage[]; writing: boolean }) {
  const t = useText();
  const { page, pieces, away, onScroll, toEnd } = useTalkScroll(thread);
  // A chat that has files but no question yet: a feed without an article is none.
  const feed = thread.length > 0 && { role: "feed", "aria-busy": writing, "aria-label": t("chat.conversation") };
  return (
    <>
      <div className="scroll talk-scroll" ref={page} onScroll={onScroll}>
        <div className="talk" {...feed}>
          {pieces.map((piece) => {
            if (!("index" in piece)) return <div key={`gap ${piece.from}`} style={{ height: piece.height }} />;
            const turn = thread[piece.index]!;
            return <Turn key={turn.message.id} {...turn} index={piece.index} total={thread.length} />;
          })}
        </div>
      </div>
      {away && <IconButton icon={ArrowDown} label={t("chat.toEnd")} className="to-end" onClick={toEnd} />}
    </>
  );
});
