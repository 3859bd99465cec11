// Buttons in the viewer's header: zoom, turning, colours, and the page number. Used by the evidence pane and the reader.
import { Ellipsis, MoveHorizontal, RotateCw, ZoomIn, ZoomOut } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Menu } from "../../ui/Menu.tsx";
import type { PagesHandle } from "./PdfPages.tsx";
import { useDark, useViewer, viewer } from "./store.ts";

/** Zoom buttons and the menu of what is needed less often; nothing for formats without pages. */
export function ViewerTools({ document: shown, paged }: { document: Document; paged: boolean }) {
  const t = useText();
  const dark = useDark();
  const whole = useViewer((state) => state.whole);
  const original = useViewer((state) => state.original[shown.id] ?? false);
  if (!paged) return null;
  return (
    <>
      <IconButton icon={ZoomOut} label={t("evidence.zoomOut")} shortcut="Ctrl -" onClick={viewer.zoomOut} />
      <IconButton icon={ZoomIn} label={t("evidence.zoomIn")} shortcut="Ctrl +" onClick={viewer.zoomIn} />
      <Menu
        label={t("common.more")}
        button={(opener) => <IconButton icon={Ellipsis} label={t("common.more")} {...opener} />}
        items={[
          { label: t("evidence.fitWidth"), icon: MoveHorizontal, onChoose: viewer.fitWidth },
          { label: t("evidence.turn"), icon: RotateCw, onChoose: () => viewer.turn(shown.id) },
          null,
          {
            label: t("evidence.wholePages"),
            shortcut: "Ctrl 0",
            checked: whole,
            choice: "many",
            onChoose: viewer.toggleWhole,
          },

          ...(dark
            ? [
                {
                  label: t("evidence.originalColours"),
                  checked: original,
                  choice: "many" as const,
                  onChoose: () => viewer.toggleOriginal(shown.id),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

/** "page 3 of 5", where the number can be typed over. */
export function PageField({
  page,
  total,
  handle,
}: {
  page: number;
  total: number;
  handle: RefObject<PagesHandle | null>;
}) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving at another page ends the typing
  useEffect(() => setTyped(null), [page]);
  const [before, after] = t("evidence.pageOf", { page: "\u0000", total }).split("\u0000");
  return (
    <form
      className="ev-page-form"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Number.parseInt(typed ?? "", 10);
        if (wanted >= 1) handle.current?.goTo(wanted);
        setTyped(null);
      }}
    >
      {before}
      <input
        className="ev-page-field"
        aria-label={t("evidence.pageNumber")}
        inputMode="numeric"
        style={{ width: `${String(typed ?? page).length + 0.5}ch` }}
        value={typed ?? String(page)}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(null)}
        onChange={(event) => setTyped(event.target.value)}
      />
      {after}
    </form>
  );
}
