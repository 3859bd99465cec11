// The retrieval process: embedding (onnxruntime) and the index (LanceDB), started by the engine through `launch`.
// The same file is the entry of its worker thread, so that a build has one file to place.
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  const { serveRetrieval } = await import("./serve.ts");
  serveRetrieval(new URL(import.meta.url));
} else {
  const { serveSessions } = await import("./session-thread.ts");
  serveSessions();
}
