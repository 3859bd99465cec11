// How long a search over titles and messages takes at 100,000 messages, English and Chinese. Run by
// `npm run bench -- chats`.
import { openEngine } from "../helpers/engine.ts";
import { conversationsOf } from "./support/conversations.ts";
import { percentile, ROUNDS, secondsOf, spreadOf } from "./support/measure.ts";
import { figure, type Row, report } from "./support/page.ts";
import { textsOf } from "./support/texts.ts";

const MESSAGES = 100_000;
const SEARCHES_A_ROUND = 40;
const AIM = { atMost: 100 };

/** What a person types: words that stand everywhere and rare ones, beginnings, two words, phrases, Chinese. */
function queriesOf(english: string[], chinese: string[]): string[] {
  const words = english.flatMap((question) => question.match(/[A-Za-z]{3,}/g) ?? []);
  const runs = chinese.flatMap((question) => question.match(/\p{Script=Han}{4,}/gu) ?? []);
  const at = <T>(list: T[], i: number): T => list[(i * 7) % list.length]!;
  return Array.from({ length: SEARCHES_A_ROUND * (ROUNDS + 1) }, (_, i) => {
    const kinds = [
      () => at(words, i),
      () => at(words, i).slice(0, 3),
      () => `${at(words, i)} ${at(words, i + 1)}`,
      () => `"${words.slice(i, i + 2).join(" ")}"`,
      () => at(["the", "and", "cell", "protein", "的", "是", "中国", "a"], i),
      () => at(runs, i).slice(0, 2),
      () => at(runs, i),
      () => at(runs, i).slice(0, 1),
    ];
    return kinds[i % kinds.length]!();
  });
}

/** The 95th percentile of one search, from the call to the hits with their marks. */
export async function measure(): Promise<Row[]> {
  const english = textsOf("scifact");
  const chinese = textsOf("cmrc2018-dev-sent");
  const workspace = await conversationsOf([english, chinese], MESSAGES);
  const { client, engine } = await openEngine({ workspace });
  const queries = queriesOf(english.questions, chinese.questions);
  const slow: number[] = [];
  const usual: number[] = [];
  let longest = { ms: 0, query: "" };
  let found = 0;
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const ms: number[] = [];
      for (const query of queries.slice(round * SEARCHES_A_ROUND, (round + 1) * SEARCHES_A_ROUND)) {
        const took =
          1000 *
          (await secondsOf(async () => {
            found += (await client.chats.search({ query, limit: 30 })).hits.length;
          }));
        ms.push(took);
        if (round > 0 && took > longest.ms) longest = { ms: took, query };
      }
      if (round === 0) continue;
      slow.push(percentile(ms, 0.95));
      usual.push(percentile(ms, 0.5));
    }
  } finally {
    await engine.stop();
  }
  if (found === 0) throw new Error("No search found anything.");
  return [
    {
      measured: `search over titles and ${MESSAGES.toLocaleString("en-US")} messages, 95th percentile`,
      baseline: "",
      value: spreadOf(slow),
      unit: "ms",
      aim: AIM,
      medians: `median ${figure(percentile(usual, 0.5))} ms, longest ${figure(longest.ms)} ms`,
    },
  ];
}

if (import.meta.main) report("chats", await measure());
