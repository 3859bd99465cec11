// The rail: places, the seal, the trash, settings.
import { ArrowDownUp, Box, Library, type LucideIcon, MessagesSquare, Settings2, Trash2, Unplug } from "lucide-react";
import { useOpenLinks } from "../data/queries.ts";
import { type TextKey, useText } from "../i18n/index.ts";
import { Icon } from "../ui/Icon.tsx";
import { keyName, showOverlay } from "./keys.ts";
import { type Place, routeHash, useRoute } from "./route.ts";

const PLACES: readonly { place: Place; icon: LucideIcon; name: TextKey }[] = [
  { place: "chat", icon: MessagesSquare, name: "frame.chat" },
  { place: "library", icon: Library, name: "frame.library" },
  { place: "models", icon: Box, name: "frame.models" },
];

/** The app's mark: a niche in a wall. */
export function Mark() {
  return (
    <svg
      className="mark"
      viewBox="0 0 24 24"
      width="26"
      height="26"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d="M3 21h18M5 21v-9a7 7 0 0 1 14 0v9M8.5 21v-9a3.5 3.5 0 0 1 7 0v9" />
    </svg>
  );
}

/** Navigation between the places of the window. */
export function Rail() {
  const t = useText();
  const route = useRoute();
  const entry = (place: Place, icon: LucideIcon, name: string, key?: string) => (
    <a
      key={place}
      className="rail-entry"
      href={routeHash({ place })}
      aria-current={route.place === place ? "page" : undefined}
      title={key ? `${name} (${keyName(key)})` : name}
    >
      <Icon of={icon} size={20} />
      {name}
    </a>
  );
  return (
    <nav className="rail" aria-label={t("frame.places")} data-pane tabIndex={-1}>
      <span className="rail-mark">
        <Mark />
      </span>
      {PLACES.map(({ place, icon, name }, index) => entry(place, icon, t(name), `Ctrl ${index + 1}`))}
      <span className="rail-gap" />
      <Seal />
      {entry("trash", Trash2, t("trash.title"))}
      {entry("settings", Settings2, t("frame.settings"), "Ctrl ,")}
    </nav>
  );
}

/** The app's promise, kept visible: offline, or how many permitted connections are open. Opens the ledger. */
function Seal() {
  const t = useText();
  const links = useOpenLinks().data ?? [];
  const open = links.length > 0;
  return (
    <button
      type="button"
      className={`rail-entry seal ${open ? "seal-open" : ""}`}
      onClick={() => showOverlay("ledger")}
      title={open ? links.map((link) => link.host).join(", ") : t("frame.sealHelp")}
    >
      <Icon of={open ? ArrowDownUp : Unplug} size={20} />
      <span aria-live="polite">{open ? t("frame.links", { n: links.length }) : t("frame.offline")}</span>
    </button>
  );
}
