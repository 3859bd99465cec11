// Buttons in the viewer's header: search, zoom, fitting, turning, colours, and the page number. Used by the evidence
// pane and the reader.
import {
  Ellipsis,
  Maximize,
  MoveHorizontal,
  PanelLeftOpen,
  RotateCcw,
  RotateCw,
  Search,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import type { Document } from "../../../shared/contract/documents.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import type { PagesHandle } from "./PdfPages.tsx";
import { openSearch } from "./SearchBar.tsx";
import { useDark, useViewer, viewer } from "./store.ts";

interface ToolsProps {
  document: Document;
  /** It is shown as pictures of pages. */
  pictures: boolean;
  /** There is room for more buttons than in a narrow pane. */
  roomy?: boolean;
}

/** Search and zoom, and the menu of what is needed less often. */
export function ViewerTools({ document: shown, pictures, roomy = false }: ToolsProps) {
  const t = useText();
  const dark = useDark();
  const { whole, strip, fit, zoom } = useViewer();
  const original = useViewer((state) => state.original[shown.id] ?? false);
  const search = useViewer((state) => state.search?.documentId === shown.id);
  const pageItems: (MenuItem | null)[] = [
    {
      label: t("evidence.strip"),
      shortcut: "T",
      checked: strip,
      choice: "many",
      onChoose: viewer.toggleStrip,
    },
    null,
    {
      label: t("evidence.fitReading"),
      checked: fit === "reading",
      choice: "one",
      onChoose: () => viewer.fit("reading"),
    },
    {
      label: t("evidence.fitWidth"),
      shortcut: "W",
      checked: fit === "width",
      choice: "one",
      onChoose: () => viewer.fit("width"),
    },
    {
      label: t("evidence.fitPage"),
      shortcut: "P",
      checked: fit === "page",
      choice: "one",
      onChoose: () => viewer.fit("page"),
    },
    null,
    { label: t("evidence.turn"), icon: RotateCw, shortcut: "R", onChoose: () => viewer.turn(shown.id, 1) },
    { label: t("evidence.turnLeft"), icon: RotateCcw, shortcut: "Shift R", onChoose: () => viewer.turn(shown.id, -1) },
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
  ];
  return (
    <>
      {roomy && pictures ? (
        <>
          <IconButton
            icon={PanelLeftOpen}
            label={t("evidence.strip")}
            shortcut="T"
            pressed={strip}
            onClick={viewer.toggleStrip}
          />
          <IconButton
            icon={MoveHorizontal}
            label={t("evidence.fitWidth")}
            shortcut="W"
            pressed={fit === "width"}
            onClick={() => viewer.fit(fit === "width" ? "reading" : "width")}
          />
          <IconButton
            icon={Maximize}
            label={t("evidence.fitPage")}
            shortcut="P"
            pressed={fit === "page"}
            onClick={() => viewer.fit(fit === "page" ? "reading" : "page")}
          />
          <IconButton
            icon={RotateCw}
            label={t("evidence.turn")}
            shortcut="R"
            onClick={() => viewer.turn(shown.id, 1)}
          />
        </>
      ) : null}
      <IconButton
        icon={Search}
        label={t("evidence.find")}
        shortcut="Ctrl F"
        pressed={search}
        onClick={() => (search ? viewer.closeSearch() : openSearch(shown.id))}
      />
      <IconButton icon={ZoomOut} label={t("evidence.zoomOut")} shortcut="Ctrl -" onClick={viewer.zoomOut} />
      {roomy ? <span className="ev-zoom num">{t("evidence.zoom", { percent: Math.round(zoom * 100) })}</span> : null}
      <IconButton icon={ZoomIn} label={t("evidence.zoomIn")} shortcut="Ctrl +" onClick={viewer.zoomIn} />
      {pictures ? (
        <Menu
          label={t("common.more")}
          button={(opener) => <IconButton icon={Ellipsis} label={t("common.more")} {...opener} />}
          items={pageItems}
        />
      ) : null}
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
