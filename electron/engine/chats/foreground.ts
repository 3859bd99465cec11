// Who uses the chat model: answers come first, and what is only nice to have (a title) waits until none is being written.

export interface Foreground {
  /** Marks an answer as being written for as long as `work` takes. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Does `work` while no answer is being written. The signal that it is given aborts when one begins; then the work is
   * done again after it. Throws `signal`'s reason when that aborts.
   */
  between<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function foreground(): Foreground {
  let writing = 0;
  let waiting: (() => void)[] = [];
  const interruptible = new Set<AbortController>();
  const idle = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      waiting.push(resolve);
    });

  return {
    async during(work) {
      writing++;
      for (const controller of interruptible) controller.abort();
      try {
        return await work();
      } finally {
        writing--;
        if (writing === 0) {
          const waited = waiting;
          waiting = [];
          for (const go of waited) go();
        }
      }
    },
    async between(signal, work) {
      for (;;) {
        signal.throwIfAborted();
        if (writing > 0) {
          await idle(signal);
          continue;
        }
        const controller = new AbortController();
        interruptible.add(controller);
        try {
          return await work(AbortSignal.any([signal, controller.signal]));
        } catch (error) {
          if (!controller.signal.aborted) throw error;
        } finally {
          interruptible.delete(controller);
        }
      }
    },
  };
}
