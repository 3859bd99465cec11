// Heights of all messages of a conversation: measured where one was shown, estimated where not. In CSS pixels.
import type { Message } from "../../../../shared/contract/chats.ts";

/** Of a line at the usual width and of what stands around a message; an estimate is replaced once it is seen. */
const LINE_PX = 25;
const CHARACTERS_A_LINE = 72;
const WIDE_CHARACTERS_A_LINE = 40;
const AROUND = { user: 36, assistant: 46 } as const;

const estimates = new WeakMap<Message, number>();

/** About how high a message will be. */
export function estimateHeight(message: Message): number {
  const known = estimates.get(message);
  if (known !== undefined) return known;
  const { text, role } = message;
  const wide = /[\u3400-\u9fff]/.test(text.slice(0, 200));
  let lines = 0;
  for (let start = 0; start <= text.length; ) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    lines += Math.max(1, Math.ceil((end - start) / (wide ? WIDE_CHARACTERS_A_LINE : CHARACTERS_A_LINE)));
    start = end + 1;
  }
  const height = AROUND[role] + lines * LINE_PX;
  estimates.set(message, height);
  return height;
}

export interface Heights {
  readonly count: number;
  /** Distance from the start of the first message to the start of this one; of `count`, to the end. */
  top(index: number): number;
  /** The message that covers a distance from the start; the nearest where none does. */
  at(distance: number): number;
  /** Remembers what a message measures. */
  set(index: number, height: number): void;
}

/** `measured` is kept by message id, so that it outlives a change of the thread. */
export function heightsOf(messages: readonly Message[], measured: Map<string, number>): Heights {
  const count = messages.length;
  const tops = new Float64Array(count + 1);
  /** Tops up to this index are right. */
  let right = 0;
  const heightOf = (index: number) => measured.get(messages[index]!.id) ?? estimateHeight(messages[index]!);
  const reckon = (index: number) => {
    for (; right < index; right++) tops[right + 1] = tops[right]! + heightOf(right);
  };
  return {
    count,
    top(index) {
      const within = Math.max(0, Math.min(index, count));
      reckon(within);
      return tops[within]!;
    },
    at(distance) {
      reckon(count);
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle]! <= distance) low = middle;
        else high = middle - 1;
      }
      return Math.max(0, low);
    },
    set(index, height) {
      const message = messages[index];
      if (!message || measured.get(message.id) === height) return;
      measured.set(message.id, height);
      right = Math.min(right, index);
    },
  };
}
