// What no page may do, whatever it holds: leave, open windows, embed others, ask for devices, reach the network.
// Used by main.ts once, before any window exists.
import type { App, Dialog, IpcMainEvent, IpcMainInvokeEvent, Session, Shell } from "electron";
import { isOwnAddress, SCHEME } from "./protocol.ts";

/** Writing to the clipboard on a click is all that a page of ours asks for. */
const ALLOWED_PERMISSIONS: readonly string[] = ["clipboard-sanitized-write"];
const OWN_SCHEMES: readonly string[] = [`${SCHEME}:`, "blob:", "data:", "devtools:"];

/** Whether an address may be given to the system's browser: an ordinary web page or a mail, without a login in it. */
export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  return (url.protocol === "https:" && url.hostname !== "") || url.protocol === "mailto:";
}

/** Shows the whole address and opens it only when the person agrees. */
async function offerOutside(address: string, dialog: Dialog, shell: Shell): Promise<void> {
  if (!mayOpenOutside(address)) return;
  const { response } = await dialog.showMessageBox({
    type: "question",
    message: "Open this address outside of Alcove?",
    detail: address.slice(0, 2000),
    buttons: ["Cancel", "Open"],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) await shell.openExternal(address);
}

/** Whether a message comes from the main frame of one of our own pages. */
export function isFromOwnPage({ senderFrame }: Pick<IpcMainEvent | IpcMainInvokeEvent, "senderFrame">): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url);
}

/** Closes every way out of the pages of `session`, for all windows to come. */
export function confinePages(app: App, session: Session, dialog: Dialog, shell: Shell): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(ALLOWED_PERMISSIONS.includes(permission) && isOwnAddress(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED_PERMISSIONS.includes(permission) && isOwnAddress(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !OWN_SCHEMES.includes(URL.parse(url)?.protocol ?? "") }),
  );
  session.on("will-download", (event, item) => {
    if (!/^(blob|data):/.test(item.getURL()) && !isOwnAddress(item.getURL())) event.preventDefault();
  });
  app.on("web-contents-created", (_event, contents) => {
    const stay = (event: { url: string; preventDefault(): void }) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    };
    contents.on("will-navigate", stay);
    contents.on("will-redirect", stay);
    contents.on("will-frame-navigate", (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void offerOutside(url, dialog, shell);
      return { action: "deny" };
    });
  });
}
