// The application menu: the system's own roles, in the system's own words and shortcuts. Used by main.ts.
import type { MenuItemConstructorOptions } from "electron";

/** The menu as Electron wants it; the developer tools are offered in a clone only. */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
  if (!packaged) view.push({ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" });
  return [
    ...(platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { role: "fileMenu" },
    { role: "editMenu" },
    { role: "viewMenu", submenu: view },
    { role: "windowMenu" },
  ];
}
