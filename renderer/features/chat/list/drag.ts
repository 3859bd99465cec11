// Dragging a chat to a folder, to the pinned ones, or out of both. Everything that dragging does has a menu entry too.
import { type DragEvent, useState } from "react";

/** A type of our own, so that nothing else takes it and files are told apart. */
const TYPE = "application/x-alcove-chat";

/** Lets a row carry its chat. */
export function startDrag(event: DragEvent, conversationId: string): void {
  event.dataTransfer.setData(TYPE, conversationId);
  event.dataTransfer.effectAllowed = "move";
}

/** Listeners for where a chat may be dropped, and whether one hangs over it; null takes none. */
export function useDropOfChat(onDrop: ((conversationId: string) => void) | null) {
  const [over, setOver] = useState(false);
  const listeners = onDrop
    ? {
        onDragOver: (event: DragEvent) => {
          if (!event.dataTransfer.types.includes(TYPE)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "move";
          setOver(true);
        },
        onDragLeave: (event: DragEvent) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        },
        onDrop: (event: DragEvent) => {
          const id = event.dataTransfer.getData(TYPE);
          setOver(false);
          if (!id) return;
          event.preventDefault();
          onDrop(id);
        },
      }
    : {};
  return { over, listeners };
}
