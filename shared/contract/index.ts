// The one contract between the engine and whoever shows or scripts it.
import type { ContractRouterClient } from "@orpc/contract";
import { apps } from "./apps.ts";
import { chats } from "./chats.ts";
import { documents } from "./documents.ts";
import { egress } from "./egress.ts";
import { evaluation } from "./evaluation.ts";
import { knowledge } from "./knowledge.ts";
import { models } from "./models.ts";
import { runs } from "./runs.ts";
import { settings } from "./settings.ts";
import { changes, logs, system } from "./system.ts";
import { trash } from "./trash.ts";

export const contract = {
  apps,
  changes,
  chats,
  documents,
  egress,
  evaluation,
  knowledge,
  logs,
  models,
  runs,
  settings,
  system,
  trash,
};
/** A typed client of the whole contract, whatever the transport. */
export type Client = ContractRouterClient<typeof contract>;

/** Where the headless server's window transport listens. */
export const WINDOW_SOCKET_PATH = "/window";
export { WINDOW_PORT_MESSAGE } from "../domain/window-port.ts";
