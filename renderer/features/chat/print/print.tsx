// Prints a conversation: sets it in a layer of its own, which only paper shows, and lets the system print or the shell
// write a PDF.
import { createRoot } from "react-dom/client";
import type { client } from "../../../client.ts";
import { threadOf } from "../thread.ts";
import { PrintedConversation } from "./PrintedConversation.tsx";
import "./print.css";

type Known = Awaited<ReturnType<typeof client.chats.get>>;

/** Diagrams and fonts that are not there after this long are printed without. */
const PATIENCE_MS = 5000;
const SETTLED_MS = 150;

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

/** Resolves when fonts are loaded and nothing in the layer has changed for a moment: pictures are drawn by then. */
async function settled(layer: HTMLElement): Promise<void> {
  await document.fonts.ready;
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, SETTLED_MS);
    const end = setTimeout(resolve, PATIENCE_MS);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, SETTLED_MS);
    });
    const done = () => {
      observer.disconnect();
      clearTimeout(end);
      resolve();
    };
    observer.observe(layer, { childList: true, subtree: true, attributes: true });
  });
  await Promise.all(Array.from(layer.querySelectorAll("img"), (image) => image.decode().catch(() => {})));
  await frame();
}

/** Paper is light, whatever the window is; diagrams are drawn in the colours of the document's theme. */
function inLightTheme(): () => void {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = "light";
  return () => {
    if (before !== undefined) dataset.theme = before;
  };
}

/**
 * Prints the branch that is followed. `fileName` is what a PDF is called: in Electron it is written where the person
 * says; in a browser the print dialog offers it.
 */
export async function printConversation({ conversation, messages }: Known, fileName: string): Promise<void> {
  const layer = document.createElement("div");
  layer.className = "print-layer";
  layer.inert = true;
  document.body.append(layer);
  document.body.classList.add("printing");
  const root = createRoot(layer);
  const asBefore = inLightTheme();
  const title = document.title;
  try {
    const thread = threadOf(messages, conversation.currentMessageId).map(({ message }) => message);
    root.render(<PrintedConversation title={conversation.title} thread={thread} />);
    await frame();
    await settled(layer);
    // Browsers call the file after the page.
    document.title = fileName.replace(/\.pdf$/, "");
    if (window.alcove) await window.alcove.savePdf(fileName);
    else window.print();
  } finally {
    document.title = title;
    asBefore();
    root.unmount();
    layer.remove();
    document.body.classList.remove("printing");
  }
}
