// The whole window takes dropped files. A page may take them for itself (the library, the models); everywhere else they
// are offered: the sheet of features/drop asks what should be done with them.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { useText } from "../i18n/index.ts";
import { Arch } from "../ui/Empty.tsx";
import { addDocuments, filesOfDrop } from "./add-documents.ts";

/** Takes dropped files; the words stand over the window while files are dragged. */
export interface DropTaker {
  title: string;
  kinds: string;
  /** Which of them it takes, all where this is left out; the others are offered. */
  takes?(file: File): boolean;
  take(files: File[]): void;
}
const useTaker = create<{ taker: DropTaker | null }>(() => ({ taker: null }));

/** Gives drops to `taker` while a page is shown. */
export function useDropTaker(taker: DropTaker): void {
  useEffect(() => {
    useTaker.setState({ taker });
    return () => useTaker.setState({ taker: null });
  }, [taker]);
}

/** Adds drops to the first knowledge base while a page is shown, as the first run does. */
export function useDropToLibrary(): void {
  const t = useText();
  useEffect(() => {
    const title = t("frame.dropHere", { name: t("frame.myDocuments") });
    const take = (files: File[]) => void addDocuments(files, null);
    useTaker.setState({ taker: { title, kinds: t("frame.dropKinds"), take } });
    return () => useTaker.setState({ taker: null });
  }, [t]);
}

/** Files that wait until a person has said what should be done with them. */
export const useOffered = create<{ files: readonly File[] }>(() => ({ files: [] }));
/** Asks what should be done with files; none takes the question back. */
export const offerFiles = (files: readonly File[]): void => useOffered.setState({ files });

/** Gives files to the page that takes them at the moment, or offers them. */
export function addToTarget(files: readonly File[]): void {
  const { taker } = useTaker.getState();
  const taken = files.filter((file) => taker && (taker.takes?.(file) ?? true));
  const rest = files.filter((file) => !taken.includes(file));
  if (taken.length > 0) taker?.take(taken);
  if (rest.length > 0) offerFiles(rest);
}

const hasFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes("Files");

/** Overlay that appears while files are dragged over the window; mounted once. */
export function DropTarget() {
  const t = useText();
  const [over, setOver] = useState(false);
  const taker = useTaker((state) => state.taker);
  useEffect(() => {
    // Enter and leave come for every element passed, so they are counted.
    let depth = 0;
    const set = (next: number) => {
      depth = next;
      setOver(next > 0);
    };
    const listeners: [string, (event: DragEvent) => void][] = [
      ["dragenter", (event) => hasFiles(event) && set(depth + 1)],
      ["dragleave", (event) => hasFiles(event) && set(Math.max(0, depth - 1))],
      [
        "dragover",
        (event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          event.dataTransfer!.dropEffect = "copy";
        },
      ],
      [
        "drop",
        (event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          set(0);
          void filesOfDrop(event.dataTransfer!).then(addToTarget);
        },
      ],
    ];
    for (const [type, listener] of listeners) addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of listeners) removeEventListener(type, listener as EventListener);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-target">
      <Arch size={88} />
      <p className="drop-target-title">{taker?.title ?? t("frame.dropAnywhere")}</p>
      <p className="soft">{taker?.kinds ?? t("frame.dropKinds")}</p>
    </div>
  );
}
