// Thumbs with a comment: kept with the answer on this computer, for the person's own judgement of models and settings.
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Message } from "../../../../shared/contract/chats.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Popover } from "../../../ui/Menu.tsx";
import { rate } from "./commands.ts";

type Thumb = NonNullable<Message["feedback"]>;
const THUMBS = [
  { thumb: "like", icon: ThumbsUp, name: "message.like" },
  { thumb: "dislike", icon: ThumbsDown, name: "message.dislike" },
] as const;

/** Two thumbs; choosing one keeps it at once and asks why. */
export function Rating({ message }: { message: Message }) {
  const t = useText();
  return (
    <span className={`rating ${message.feedback ? "rating-given" : ""}`}>
      {THUMBS.map(({ thumb, icon, name }) => (
        <Popover
          key={thumb}
          label={t(name)}
          button={(props) => (
            <IconButton
              icon={icon}
              size={14}
              label={t(name)}
              pressed={message.feedback === thumb}
              {...props}
              onClick={() => {
                if (message.feedback !== thumb) void rate(message, thumb, null);
                props.onClick();
              }}
            />
          )}
        >
          {(close) => <Comment message={message} thumb={thumb} onDone={close} />}
        </Popover>
      ))}
    </span>
  );
}

function Comment({ message, thumb, onDone }: { message: Message; thumb: Thumb; onDone: () => void }) {
  const t = useText();
  const [comment, setComment] = useState(message.feedback === thumb ? (message.feedbackComment ?? "") : "");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const give = (feedback: Thumb | null, words: string | null) => {
    void rate(message, feedback, words);
    onDone();
  };
  const save = () => give(thumb, comment.trim() || null);
  return (
    <form
      className="rating-comment"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextArea
        ref={field}
        label={t(thumb === "like" ? "message.likeComment" : "message.dislikeComment")}
        help={t("message.commentHelp")}
        value={comment}
        maxLength={5000}
        onChange={(event) => setComment(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <div className="message-editor-actions">
        <Button onClick={() => give(null, null)}>{t("message.unrate")}</Button>
        <Button kind="outlined" type="submit">
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}
