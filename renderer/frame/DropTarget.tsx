// The whole window takes dropped files; while something is dragged over it, it says where it will go.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { useKnowledgeBases } from "../data/queries.ts";
import { useText } from "../i18n/index.ts";
import { Arch } from "../ui/Empty.tsx";
import { addDocuments, filesOfDrop } from "./add-documents.ts";

interface Target {
  /** Knowledge base that a drop goes to; null for the first one. */
  knowledgeBaseId: string | null;
  /** Told after documents were added. */
  onAdded?: ((knowledgeBaseId: string) => void) | undefined;
  /** A page that wants the files for something else. */
  taker?: DropTaker;
}
/** Takes dropped files instead of a knowledge base; the words stand over the window while files are dragged. */
export interface DropTaker {
  title: string;
  kinds: string;
  take(files: File[]): void;
}
const useTarget = create<{ target: Target }>(() => ({ target: { knowledgeBaseId: null } }));

/** Names the knowledge base that drops go to while a page is shown. */
export function useDropTarget(knowledgeBaseId: string | null, onAdded?: (knowledgeBaseId: string) => void): void {
  useEffect(() => {
    useTarget.setState({ target: { knowledgeBaseId, onAdded } });
    return () => useTarget.setState({ target: { knowledgeBaseId: null } });
  }, [knowledgeBaseId, onAdded]);
}

/** Gives drops to `taker` while a page is shown. */
export function useDropTaker(taker: DropTaker): void {
  useEffect(() => {
    useTarget.setState({ target: { knowledgeBaseId: null, taker } });
    return () => useTarget.setState({ target: { knowledgeBaseId: null } });
  }, [taker]);
}

/** Adds files to where drops go at the moment. */
export async function addToTarget(files: readonly File[]): Promise<void> {
  const { target } = useTarget.getState();
  if (target.taker) return target.taker.take([...files]);
  const added = await addDocuments(files, target.knowledgeBaseId);
  if (added) target.onAdded?.(added.knowledgeBaseId);
}

const hasFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes("Files");

/** Overlay that appears while files are dragged over the window; mounted once. */
export function DropTarget() {
  const t = useText();
  const [over, setOver] = useState(false);
  const target = useTarget((state) => state.target);
  const name = useKnowledgeBases().data?.find((base) => base.id === target.knowledgeBaseId)?.name;
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
      <p className="drop-target-title">
        {target.taker?.title ?? t("frame.dropHere", { name: name ?? t("frame.myDocuments") })}
      </p>
      <p className="soft">{target.taker?.kinds ?? t("frame.dropKinds")}</p>
    </div>
  );
}
