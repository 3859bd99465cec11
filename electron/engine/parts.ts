// Keeps the child processes: started at first use, restarted when they die, stopped when idle.
import { type CallOptions, type Channel, type ChannelMethods, connectChannel } from "../../shared/children/channel.ts";
import { fromWireError } from "../../shared/children/errors.ts";
import { type ChildName, MEMORY_LIMIT_MB, MEMORY_SIGNAL } from "../../shared/children/index.ts";
import type { Launch, LaunchedChild } from "../../shared/children/launch.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";

export interface PartState {
  name: ChildName;
  state: "idle" | "running" | "restarting";
  restarts: number;
  pid: number | null;
}

export interface PartOptions<M extends ChannelMethods> {
  /** Stop the process after this long without a call; 0 keeps it. */
  idleMs: number;
  /** How often a call whose process died is made again with a fresh one; 0 for calls that must not be repeated. */
  retries: number;
  /** Runs on every fresh process before any other call. */
  onStart?: (channel: Channel<M>) => Promise<unknown>;
  onStateChange?: (state: PartState) => void;
}

/** A part of the product that lives in processes of its own, called like a local object. */
export interface Part<M extends ChannelMethods> extends Channel<M> {
  /** As `call`, but ends the process and throws `child.timeout` when it takes longer. */
  callWithin<K extends keyof M & string>(
    deadlineMs: number,
    method: K,
    params: M[K]["params"],
    options?: CallOptions<M[K] extends { event: infer E } ? E : never>,
  ): Promise<M[K]["result"]>;
  /** Starts the process where none runs. */
  start(): Promise<void>;
  state(): PartState;
  stop(): void;
}

interface Live<M extends ChannelMethods> {
  child: LaunchedChild;
  channel: Channel<M>;
  ready: Promise<unknown>;
}

export function createPart<M extends ChannelMethods>(
  name: ChildName,
  launch: Launch,
  options: PartOptions<M>,
): Part<M> {
  let live: Live<M> | undefined;
  let restarts = 0;
  let crashed = false;
  let openCalls = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  const state = (): PartState => ({
    name,
    state: live ? "running" : crashed ? "restarting" : "idle",
    restarts,
    pid: live?.child.pid ?? null,
  });
  const tell = () => options.onStateChange?.(state());

  const start = (): Live<M> => {
    if (stopped) throw new AlcoveError("interrupted");
    const child = launch(name);
    const channel = connectChannel<M>(child.port, fromWireError, (reason) =>
      reason.endsWith(MEMORY_SIGNAL)
        ? new AlcoveError("child.memory", { part: name, limitMb: MEMORY_LIMIT_MB[name] })
        : new AlcoveError("child.lost", { part: name }),
    );
    const started: Live<M> = { child, channel, ready: options.onStart?.(channel) ?? Promise.resolve() };
    // Callers await `ready` themselves; without this line a failed start would also count as unhandled.
    started.ready.catch(() => {});
    child.port.onClose(() => {
      if (live !== started) return;
      live = undefined;
      crashed = true;
      restarts++;
      tell();
    });
    if (crashed) crashed = false;
    live = started;
    tell();
    return started;
  };
  const end = () => {
    const ended = live;
    live = undefined;
    if (ended) {
      ended.child.kill();
      tell();
    }
  };
  const call: Part<M>["call"] = async (method, params, callOptions) => {
    clearTimeout(idleTimer);
    openCalls++;
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          const current = live ?? start();
          await current.ready;
          return await current.channel.call(method, params, callOptions);
        } catch (error) {
          const lost = error instanceof AlcoveError && error.code === "child.lost";
          if (!lost || stopped || attempt >= options.retries || callOptions?.signal?.aborted) throw error;
        }
      }
    } finally {
      openCalls--;
      if (openCalls === 0 && options.idleMs > 0 && !stopped) idleTimer = setTimeout(end, options.idleMs).unref();
    }
  };
  return {
    call,
    async callWithin(deadlineMs, method, params, callOptions = {}) {
      const late = new AbortController();
      const timer = setTimeout(() => {
        // Aborted before the process ends, so that the call is not made once more with a fresh one.
        late.abort(new AlcoveError("child.timeout", { part: name, seconds: Math.round(deadlineMs / 1000) }));
        restarts++;
        end();
      }, deadlineMs);
      const { signal: own } = callOptions;
      const signal = own ? AbortSignal.any([own, late.signal]) : late.signal;
      try {
        return await call(method, params, { ...callOptions, signal });
      } catch (error) {
        throw late.signal.aborted ? late.signal.reason : error;
      } finally {
        clearTimeout(timer);
      }
    },
    async start() {
      await (live ?? start()).ready;
    },
    state,
    stop() {
      stopped = true;
      clearTimeout(idleTimer);
      end();
    },
  };
}

/** Several processes of one kind, each with one call at a time; a call waits for a free one. */
export interface PartPool<M extends ChannelMethods> {
  callWithin: Part<M>["callWithin"];
  states(): PartState[];
  stop(): void;
}

export function createPartPool<M extends ChannelMethods>(
  name: ChildName,
  size: number,
  launch: Launch,
  options: PartOptions<M>,
): PartPool<M> {
  const parts = Array.from({ length: size }, () => createPart<M>(name, launch, options));
  const free = [...parts];
  const waiting: ((part: Part<M>) => void)[] = [];
  const take = (): Promise<Part<M>> => {
    const part = free.shift();
    return part ? Promise.resolve(part) : new Promise((resolve) => waiting.push(resolve));
  };
  return {
    async callWithin(deadlineMs, method, params, callOptions) {
      const part = await take();
      try {
        callOptions?.signal?.throwIfAborted();
        return await part.callWithin(deadlineMs, method, params, callOptions);
      } finally {
        const next = waiting.shift();
        if (next) next(part);
        else free.unshift(part);
      }
    },
    states: () => parts.map((part) => part.state()),
    stop: () => {
      for (const part of parts) part.stop();
    },
  };
}
