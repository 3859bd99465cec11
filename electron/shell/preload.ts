// All that a page gets from Electron: where a dropped file lies, itself as a PDF, and its port to the engine. Bundled into one CommonJS
// file, because a sandboxed preload can load nothing else. Never hands out ipcRenderer or its events.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { SAVE_PDF_MESSAGE, WINDOW_PORT_MESSAGE } from "../../shared/domain/window-port.ts";

contextBridge.exposeInMainWorld("alcove", {
  platform: process.platform,
  pathForFile: (file: File) => webUtils.getPathForFile(file),
  savePdf: (fileName: string): Promise<boolean> => ipcRenderer.invoke(SAVE_PDF_MESSAGE, String(fileName)),
});

ipcRenderer.on(WINDOW_PORT_MESSAGE, (event) => {
  window.postMessage(WINDOW_PORT_MESSAGE, location.origin, event.ports);
});
// The page's own scripts have run by now and listen for the port.
addEventListener("DOMContentLoaded", () => ipcRenderer.send(WINDOW_PORT_MESSAGE));
