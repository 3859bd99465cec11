// The near end of the session thread: starts it on first use and turns its messages into promises. Used by embed.ts.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SessionReply, SessionRequest } from "./session-thread.ts";

/** Runs batches one after another in the session thread. */
export interface Sessions {
  run(batch: Omit<SessionRequest, "id" | "threads">): Promise<Float32Array>;
  close(): Promise<void>;
}

/** `threadEntry` is the file that calls `serveSessions` when it runs in a worker thread. */
export function openSessions(threadEntry: URL): Sessions {
  // More than four threads gain little on such small models and make a laptop hot; half the cores stay free.
  const threads = Math.min(4, Math.max(2, Math.ceil(availableParallelism() / 2)));
  const waiting = new Map<number, { resolve(vectors: Float32Array): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let nextId = 1;

  function start(): Worker {
    // onnxruntime would tell Microsoft of every session and keep a device id in the home folder. It looks at this once,
    // when it is loaded; a worker's own process.env would not reach it.
    process.env.ORT_DISABLE_TELEMETRY = "1";
    const started = new Worker(threadEntry);
    started.unref();
    const fail = (error: Error) => {
      worker = undefined;
      for (const call of waiting.values()) call.reject(error);
      waiting.clear();
    };
    started.on("error", fail);
    started.on("exit", (code) => fail(new Error(`The embedding thread ended with code ${code}.`)));
    started.on("message", (reply: SessionReply) => {
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ("error" in reply) call?.reject(new Error(reply.error));
      else call?.resolve(reply.vectors);
    });
    return started;
  }

  return {
    run(batch) {
      worker ??= start();
      // An idle thread must not keep a test or a script alive, one at work must.
      worker.ref();
      const id = nextId++;
      const request: SessionRequest = { ...batch, id, threads };
      worker.postMessage(request, [request.ids.buffer]);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    async close() {
      await worker?.terminate();
    },
  };
}
