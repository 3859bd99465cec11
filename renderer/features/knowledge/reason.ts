// Why a document could not be read, short enough for its row, and in full. Used by the table and the inspector.
import { useMemo } from "react";
import type { RunError } from "../../../shared/domain/runs.ts";
import { type TextKey, useErrorText, useText } from "../../i18n/index.ts";

const SHORT: Record<string, TextKey> = {
  "document.encrypted": "knowledge.needsPassword",
  "document.wrong-password": "knowledge.wrongPassword",
  "document.damaged": "knowledge.damaged",
  "document.unsupported": "knowledge.unsupported",
  "document.no-text": "knowledge.noText",
  "document.garbled": "knowledge.garbled",
  "file.empty": "knowledge.fileEmpty",
  "file.too-large": "knowledge.fileTooLarge",
  cancelled: "knowledge.stopped",
  interrupted: "knowledge.interrupted",
  "child.timeout": "knowledge.tookTooLong",
  "child.memory": "knowledge.tookTooMuch",
  "child.lost": "knowledge.readerStopped",
};

/** Gives `reason(error)`: some words for a row, and the whole sentence with what to do. */
export function useReason(): (error: RunError | null) => { short: string; full: string } {
  const t = useText();
  const say = useErrorText();
  return useMemo(
    () => (error) => {
      if (!error) return { short: t("knowledge.failed"), full: t("knowledge.failed") };
      const { message, action } = say(error);
      const key = SHORT[error.code];
      return { short: key ? t(key) : message, full: `${message} ${action}`.trim() };
    },
    [t, say],
  );
}
