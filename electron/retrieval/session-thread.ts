// The worker thread that owns the onnxruntime sessions: a run blocks its thread, so it must not be the one that
// answers the engine. Started by entry.ts when it finds itself in a worker; spoken to by sessions.ts alone.
import { parentPort } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** A batch for the thread: `ids` is row-major, `lengths` has the real length of each row; the rest is padding. */
export interface SessionRequest {
  id: number;
  modelPath: string;
  threads: number;
  output: string;
  ids: BigInt64Array<ArrayBuffer>;
  lengths: number[];
}

/** The vectors of a batch one after another, or why there are none. */
export type SessionReply = { id: number; vectors: Float32Array<ArrayBuffer> } | { id: number; error: string };

const sessions = new Map<string, Promise<InferenceSession>>();

function sessionOf(modelPath: string, threads: number): Promise<InferenceSession> {
  let session = sessions.get(modelPath);
  if (!session) {
    session = InferenceSession.create(modelPath, {
      intraOpNumThreads: threads,
      // Threads that keep spinning take a core from whatever else the person runs; half a millisecond spans the gap between
      // two layers, which is where waking a sleeping thread costs most.
      extra: { session: { intra_op: { allow_spinning: "1", spin_duration_us: "500" } } },
    });
    session.catch(() => sessions.delete(modelPath));
    sessions.set(modelPath, session);
  }
  return session;
}

async function run(request: SessionRequest): Promise<Float32Array<ArrayBuffer>> {
  const { ids, lengths } = request;
  const rows = lengths.length;
  const width = ids.length / rows;
  const mask = new BigInt64Array(ids.length);
  for (const [row, length] of lengths.entries()) mask.fill(1n, row * width, row * width + length);
  const session = await sessionOf(request.modelPath, request.threads);
  const result = await session.run({
    input_ids: new Tensor("int64", ids, [rows, width]),
    attention_mask: new Tensor("int64", mask, [rows, width]),
  });
  return Float32Array.from(result[request.output]!.data as Float32Array);
}

/** Answers batches until the thread is ended. */
export function serveSessions(): void {
  const port = parentPort;
  if (!port) throw new Error("This runs in a worker thread.");
  port.on("message", (request: SessionRequest) => {
    run(request).then(
      (vectors) => port.postMessage({ id: request.id, vectors } satisfies SessionReply, [vectors.buffer]),
      (error) => port.postMessage({ id: request.id, error: String(error) } satisfies SessionReply),
    );
  });
}
