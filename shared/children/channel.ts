// Typed calls over any message port: request, streamed events, result, cancel.
// The engine uses `connectChannel` on its end of a child process; each child's entry.ts uses `serveChannel`.

/** The least a transport must offer. Values go through structured clone, so typed arrays pass as they are. */
export interface ChannelPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone for good. */
  onClose(listener: (reason: string) => void): void;
}

/** One callable method of a child: what goes in, what comes out, what is reported on the way. */
export interface ChannelMethod {
  params: unknown;
  result: unknown;
  event?: unknown;
}
export type ChannelMethods = Record<string, ChannelMethod>;
type EventOf<M extends ChannelMethod> = M extends { event: infer E } ? E : never;

export interface CallContext<E> {
  /** Aborts when the caller cancels or is gone. */
  signal: AbortSignal;
  emit(event: E): void;
}
export type ChannelHandlers<M extends ChannelMethods> = {
  [K in keyof M]: (
    params: M[K]["params"],
    context: CallContext<EventOf<M[K]>>,
  ) => Promise<M[K]["result"]> | M[K]["result"];
};

/** An error that crossed the channel: a code of `shared/domain/errors.ts` with its parameters, or `internal`. */
export interface WireError {
  code: string;
  message: string;
  params?: Record<string, string | number>;
  stack?: string;
}

type Wire =
  | { kind: "call"; id: number; method: string; params: unknown }
  | { kind: "cancel"; id: number }
  | { kind: "event"; id: number; event: unknown }
  | { kind: "result"; id: number; result: unknown }
  | { kind: "error"; id: number; error: WireError };

export interface CallOptions<E> {
  signal?: AbortSignal;
  onEvent?: (event: E) => void;
}
export interface Channel<M extends ChannelMethods> {
  call<K extends keyof M & string>(
    method: K,
    params: M[K]["params"],
    options?: CallOptions<EventOf<M[K]>>,
  ): Promise<M[K]["result"]>;
}

function isWire(message: unknown): message is Wire {
  return typeof message === "object" && message !== null && "kind" in message && "id" in message;
}

/** Answers calls that arrive on `port` with `handlers`. `toWireError` decides what an exception looks like outside. */
export function serveChannel<M extends ChannelMethods>(
  port: ChannelPort,
  handlers: ChannelHandlers<M>,
  toWireError: (error: unknown) => WireError,
): void {
  const running = new Map<number, AbortController>();
  port.onClose(() => {
    for (const controller of running.values()) controller.abort();
  });
  port.onMessage((message) => {
    if (!isWire(message)) return;
    if (message.kind === "cancel") {
      running.get(message.id)?.abort();
      return;
    }
    if (message.kind !== "call") return;
    const { id, method, params } = message;
    const controller = new AbortController();
    running.set(id, controller);
    const emit = (event: unknown) => port.post({ kind: "event", id, event } satisfies Wire);
    const answer = async () => {
      const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
      if (!handler) throw new Error(`No such method: ${method}`);
      return await handler(params as never, { signal: controller.signal, emit } as never);
    };
    answer()
      .then(
        (result) => port.post({ kind: "result", id, result } satisfies Wire),
        (error) => port.post({ kind: "error", id, error: toWireError(error) } satisfies Wire),
      )
      .finally(() => running.delete(id));
  });
}

/**
 * The calling end. A call whose signal aborts rejects at once with the signal's reason; the other side is told to stop.
 * When the port closes every open call rejects with `onLost(reason)`.
 */
export function connectChannel<M extends ChannelMethods>(
  port: ChannelPort,
  fromWireError: (error: WireError) => Error,
  onLost: (reason: string) => Error,
): Channel<M> {
  interface Open {
    resolve(value: unknown): void;
    reject(error: Error): void;
    onEvent?: ((event: never) => void) | undefined;
  }
  const open = new Map<number, Open>();
  let nextId = 1;
  let lost: string | undefined;

  port.onMessage((message) => {
    if (!isWire(message)) return;
    const call = open.get(message.id);
    if (!call) return;
    if (message.kind === "event") call.onEvent?.(message.event as never);
    else if (message.kind === "result") call.resolve(message.result);
    else if (message.kind === "error") call.reject(fromWireError(message.error));
  });
  port.onClose((reason) => {
    lost = reason;
    for (const call of open.values()) call.reject(onLost(reason));
    open.clear();
  });

  return {
    call(method, params, options = {}) {
      const { signal, onEvent } = options;
      return new Promise((resolve, reject) => {
        if (lost !== undefined) return reject(onLost(lost));
        if (signal?.aborted) return reject(signal.reason);
        const id = nextId++;
        const onAbort = () => {
          port.post({ kind: "cancel", id } satisfies Wire);
          settle(reject)(signal?.reason);
        };
        const settle =
          <T>(done: (value: T) => void) =>
          (value: T) => {
            open.delete(id);
            signal?.removeEventListener("abort", onAbort);
            done(value);
          };
        open.set(id, { resolve: settle(resolve as (value: unknown) => void), reject: settle(reject), onEvent });
        signal?.addEventListener("abort", onAbort, { once: true });
        port.post({ kind: "call", id, method, params } satisfies Wire);
      });
    },
  };
}
