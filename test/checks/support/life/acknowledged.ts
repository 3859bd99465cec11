// A value that the product was asked to keep: what it acknowledged last, and what was on its way when it was killed.

export interface Acknowledged<T> {
  value(): T;
  /** Has the product keep `next`; acknowledged when `call` resolves. */
  set(next: T, call: () => Promise<unknown>): Promise<void>;
  /**
   * Compares with what is there now, which may be what was acknowledged or what was on its way, and goes on from there.
   * Returns a sentence where it is neither.
   */
  verify(what: string, actual: T): string | undefined;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function acknowledged<T>(first: T): Acknowledged<T> {
  let value = first;
  let pending: { next: T } | undefined;
  return {
    value: () => value,
    async set(next, call) {
      pending = { next };
      await call();
      value = next;
      pending = undefined;
    },
    verify(what, actual) {
      const fits = same(actual, value) || (pending !== undefined && same(actual, pending.next));
      const sentence = fits ? undefined : `${what} was ${JSON.stringify(value)} and is ${JSON.stringify(actual)}.`;
      value = actual;
      pending = undefined;
      return sentence;
    },
  };
}
