// What a temporary chat is, in one line above it.
import { SquareDashed } from "lucide-react";
import { useText } from "../../../i18n/index.ts";
import { Icon } from "../../../ui/Icon.tsx";
import "./temporary.css";

/** Kept in memory only, no files, gone when it is left. */
export function TemporaryNotice() {
  const t = useText();
  return (
    <p className="temporary-notice">
      <Icon of={SquareDashed} size={14} />
      <span>{t("chat.temporaryNotice")}</span>
    </p>
  );
}
