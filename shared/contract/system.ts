// What this Alcove is and how its parts are.
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call, idSchema } from "./base.ts";

export const partSchema = z.object({
  name: z.enum(["engine", "retrieval", "inference", "parser"]),
  state: z.enum(["idle", "running", "restarting"]),
  restarts: z.int(),
  pid: z.int().nullable(),
});
export const systemInfoSchema = z.object({
  version: z.string(),
  mode: z.enum(["electron", "headless"]),
  platform: z.string(),
  workspace: z.string(),
  parts: z.array(partSchema),
  memory: z.object({ totalBytes: z.number(), freeBytes: z.number() }),
  cores: z.int(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;

/** Something changed in a domain: reload what you show of it. `ids` empty means anything of it. */
export const changeSchema = z.object({
  domain: z.enum(["apps", "chats", "knowledge", "documents", "models", "runs", "settings", "egress", "system"]),
  ids: z.array(idSchema),
});
export type Change = z.infer<typeof changeSchema>;

export const logLineSchema = z.object({
  atMs: z.number(),
  level: z.enum(["debug", "info", "warn", "error"]),
  part: z.string(),
  message: z.string(),
});

export const system = {
  info: call.output(systemInfoSchema),
};
export const changes = {
  watch: call.output(eventIterator(changeSchema)),
};
export const logs = {
  watch: call.output(eventIterator(logLineSchema)),
};
