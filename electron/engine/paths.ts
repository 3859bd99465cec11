// Where things lie inside a workspace, and where the workspace lies by default.
import { accessSync, constants, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AlcoveError } from "../../shared/domain/errors.ts";

export interface WorkspacePaths {
  root: string;
  database: string;
  lock: string;
  /** Tells command lines which engine has the workspace open: `{ socketPath, token, pid }`, readable by its owner only. */
  discovery: string;
  index: string;
  blobs: string;
  models: string;
  cache: string;
  logs: string;
  backups: string;
  trash: string;
}

/** The user's own application data folder, by the custom of each system. */
export function defaultWorkspace(): string {
  const home = homedir();
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "Alcove", "workspace");
  if (process.platform === "win32")
    return join(process.env.APPDATA ?? join(home, "AppData", "Roaming"), "Alcove", "workspace");
  return join(process.env.XDG_DATA_HOME ?? join(home, ".local", "share"), "alcove", "workspace");
}

/** The workspace's folders, created where missing. Errors: `workspace.read-only`. */
export function preparePaths(root: string): WorkspacePaths {
  const folder = (name: string) => join(root, name);
  const paths: WorkspacePaths = {
    root,
    database: folder("alcove.db"),
    lock: folder("alcove.lock"),
    discovery: folder("engine.json"),
    index: folder("index"),
    blobs: folder("blobs"),
    models: folder("models"),
    cache: folder("cache"),
    logs: folder("logs"),
    backups: folder("backups"),
    trash: folder("trash"),
  };
  const { index, blobs, models, cache, logs, backups, trash } = paths;
  try {
    for (const path of [root, index, blobs, models, cache, logs, backups, trash]) mkdirSync(path, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw new AlcoveError("workspace.read-only", { path: root }, { cause: error });
  }
  return paths;
}
