// The sheet of keys, opened with "?".
import { type TextKey, useText } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { keyName, showOverlay } from "./keys.ts";

const GROUPS: readonly { title: TextKey; keys: readonly (readonly [string, TextKey])[] }[] = [
  {
    title: "frame.keysEverywhere",
    keys: [
      ["Ctrl K", "frame.keyPalette"],
      ["Ctrl 1-3", "frame.keyPlaces"],
      ["Ctrl B", "frame.keyList"],
      ["Ctrl ,", "frame.keySettings"],
      ["F6", "frame.keyPane"],
      ["?", "frame.keyKeys"],
    ],
  },
  {
    title: "frame.keysChat",
    keys: [
      ["Ctrl N", "frame.keyNewChat"],
      ["Enter", "frame.keySend"],
      ["Shift Enter", "frame.keyNewLine"],
      ["Esc", "frame.keyStop"],
      ["[  ]", "frame.keyCitation"],
      ["↑", "frame.keyChange"],
      ["Ctrl Shift C", "frame.keyQuote"],
      ["Ctrl .", "frame.keyInspector"],
    ],
  },
  {
    title: "frame.keysViewer",
    keys: [
      ["Ctrl F", "frame.keyFind"],
      ["T", "frame.keyStrip"],
      ["Ctrl + / -", "frame.keyZoom"],
      ["W  P", "frame.keyFit"],
      ["R", "frame.keyTurn"],
    ],
  },
];

/** Dialog with the keys of this window. */
export function KeysSheet() {
  const t = useText();
  const close = () => showOverlay(null);
  return (
    <Dialog
      title={t("frame.keys")}
      width="wide"
      onClose={close}
      actions={
        <Button kind="outlined" onClick={close} autoFocus>
          {t("common.close")}
        </Button>
      }
    >
      <div className="keys-sheet">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map(([key, name]) => (
                <div key={key}>
                  <dt>
                    <kbd>{keyName(key)}</kbd>
                  </dt>
                  <dd>{t(name)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
