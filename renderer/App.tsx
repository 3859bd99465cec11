// The window: rail, the page of the current place, and what lies over both.
import { useConnection } from "./client.ts";
import { useSettings } from "./data/queries.ts";
import { ChatPage } from "./features/chat/Page.tsx";
import { askAnywhere } from "./features/chat/send.ts";
import { TemporaryGuard } from "./features/chat/temporary/TemporaryGuard.tsx";
import { DropHost } from "./features/drop/DropHost.tsx";
import { LibraryPage } from "./features/knowledge/Page.tsx";
import { ModelsPage } from "./features/models/Page.tsx";
import { Welcome } from "./features/onboarding/Welcome.tsx";
import { SettingsPage } from "./features/settings/Page.tsx";
import { TrashPage } from "./features/trash/Page.tsx";
import { useAppearance } from "./frame/appearance.ts";
import { DropTarget } from "./frame/DropTarget.tsx";
import "./frame/frame.css";
import { KeysSheet } from "./frame/KeysSheet.tsx";
import { useOverlay, useWindowKeys } from "./frame/keys.ts";
import { Ledger } from "./frame/Ledger.tsx";
import { Palette } from "./frame/Palette.tsx";
import { Rail } from "./frame/Rail.tsx";
import { type Place, useRoute } from "./frame/route.ts";
import { useText } from "./i18n/index.ts";
import { ToastHost } from "./ui/Toast.tsx";

const PAGES: Record<Place, () => React.ReactNode> = {
  chat: ChatPage,
  library: LibraryPage,
  models: ModelsPage,
  settings: SettingsPage,
  trash: TrashPage,
};

/** Everything in the window. */
export function App() {
  const settings = useSettings().data;
  useAppearance(settings);
  useWindowKeys(settings?.singleKeys ?? true);
  const { place } = useRoute();
  const overlay = useOverlay((state) => state.open);
  const Page = PAGES[place];
  return (
    <>
      {settings && !settings.welcomed ? (
        <Welcome />
      ) : (
        <div className="window">
          <Rail />
          <div className="page">
            <Unreachable />
            {settings && <Page />}
          </div>
        </div>
      )}
      <DropTarget />
      <DropHost />
      <ToastHost />
      <TemporaryGuard />
      {overlay === "palette" && <Palette onAsk={askAnywhere} />}
      {overlay === "keys" && <KeysSheet />}
      {overlay === "ledger" && <Ledger />}
    </>
  );
}

/** A quiet line while the engine cannot be reached. */
function Unreachable() {
  const t = useText();
  const state = useConnection((connection) => connection.state);
  return (
    <div role="status">
      {state === "lost" && <p className="unreachable">{t("frame.unreachable")}</p>}
      {state === "refused" && <p className="unreachable">{t("frame.refused")}</p>}
    </div>
  );
}
