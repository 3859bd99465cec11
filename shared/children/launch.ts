// How the engine gets its children, whatever starts them: plain Node processes (electron/headless/children.ts) or
// Electron's utility processes (electron/engine/launch-electron.ts).
import type { ChannelPort } from "./channel.ts";
import type { ChildName } from "./index.ts";

/** A started child, whatever started it. */
export interface LaunchedChild {
  port: ChannelPort;
  pid: number | undefined;
  kill(): void;
}

/** The one function through which the engine gets its children. */
export type Launch = (name: ChildName) => LaunchedChild;
