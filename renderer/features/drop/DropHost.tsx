// What dropped files need of the window, wherever one is in it: the sheet that asks, files that are pasted, and analyses
// that begin when their files have been read. Mounted once.
import { useEffect } from "react";
import { isFinished } from "../../../shared/domain/runs.ts";
import { useRun } from "../../data/runs.ts";
import { addToTarget, offerFiles, useOffered } from "../../frame/DropTarget.tsx";
import { useText } from "../../i18n/index.ts";
import { PasswordDialog } from "../knowledge/PasswordDialog.tsx";
import { attachHere } from "./AttachButton.tsx";
import { analyse } from "./commands.ts";
import { DropSheet } from "./DropSheet.tsx";
import { type Awaited, askPassword, takeAwaited, useDrop, usePasswordOf } from "./store.ts";

/** The sheet while files are offered, and everything that waits for files to be read. */
export function DropHost() {
  const files = useOffered((state) => state.files);
  const awaited = useDrop((state) => state.awaited);
  const locked = usePasswordOf((state) => state.document);
  usePastedFiles();
  return (
    <>
      {files.length > 0 && <DropSheet files={files} onClose={() => offerFiles([])} />}
      {locked && <PasswordDialog document={locked} onClose={() => askPassword(null)} />}
      {awaited.map((each) => (
        <AwaitedAnalysis key={each.runId} awaited={each} />
      ))}
    </>
  );
}

/** Files that are pasted go into the chat that is written in, and are offered elsewhere. */
function usePastedFiles(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData: data, target } = event;
      // What a word processor copies is text with a picture of it: that is pasted as text.
      if (!data || data.files.length === 0 || data.types.includes("text/plain")) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const files = [...data.files];
      if (target instanceof HTMLElement && target.matches("[data-composer]")) attachHere(files);
      else addToTarget(files);
    };
    addEventListener("paste", onPaste);
    return () => removeEventListener("paste", onPaste);
  }, []);
}

/** Begins an analysis when its files have been read; those that could not be are told in the conversation. */
function AwaitedAnalysis({ awaited }: { awaited: Awaited }) {
  const t = useText();
  const view = useRun(awaited.runId);
  const over = view !== null && isFinished(view.status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the run has ended
  useEffect(() => {
    if (!over || !takeAwaited(awaited.runId) || view.status !== "succeeded") return;
    const ready = view.items.flatMap(({ name, status, result }) =>
      (status === "done" || status === "skipped") && typeof result?.documentId === "string"
        ? [{ id: result.documentId, name }]
        : [],
    );
    const { conversationId, kind, language } = awaited;
    if (ready.length > 0) void analyse(conversationId, ready, kind, language, t);
  }, [over]);
  return null;
}
