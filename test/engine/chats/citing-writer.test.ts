// Promise: however a model's stream is cut into pieces, the cited answer is the same, and every mark in it was set here.
import { describe, expect, it } from "vitest";
import { type CitingWriter, citingWriter } from "../../../electron/engine/chats/citing-writer.ts";
import type { Citation, Passage } from "../../../shared/domain/citations.ts";

const ENGLISH = [
  "The Broncos defeated the Pittsburgh Steelers in the divisional round, 23–16. They scored 11 points in the final three minutes of the game.",
  "Dr. Smith measured a density of 3.14 grams in 2015. The U.S. Army paid for the work, e.g. for the balance.",
];
const CHINESE = [
  "合同自双方签字之日起生效。租金为每月三千元，于每月五日前支付。",
  "哈佛医学院位于洛伍德医疗和学术中心，占地面积达二十一英亩。",
];

function passagesOf(texts: string[]): Passage[] {
  let start = 100;
  return texts.map((text, i) => {
    const passage: Passage = {
      chunkId: `chunk-${i}`,
      documentId: `document-${i}`,
      documentName: `${i}.pdf`,
      page: i + 1,
      heading: null,
      text,
      start,
      end: start + text.length,
      score: 1 - i / 10,
    };
    start += 1000;
    return passage;
  });
}

interface Written {
  text: string;
  citations: Citation[];
}

/** Writes the pieces; what was shown piece by piece must be the whole text, and never be taken back. */
function write(pieces: string[], passages: Passage[], question = "What happened?"): Written {
  const writer: CitingWriter = citingWriter(question, passages);
  let told = "";
  for (const piece of pieces) {
    told += writer.push(piece);
    expect(writer.text()).toBe(told);
  }
  told += writer.end();
  expect(writer.text()).toBe(told);
  return { text: told, citations: writer.citations() };
}

/** Deterministic numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function randomPieces(text: string, next: () => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + 1 + Math.floor(next() * 7);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

const ANSWERS: Record<string, { answer: string; passages: string[] }> = {
  "marks of its own, in and behind sentences": {
    answer:
      "The Broncos defeated the Steelers 23–16 [7]. They scored 11 points in the final three minutes of the game. [2] Dr. Smith measured a density of 3.14 grams in 2015 [1, 2], the U.S. Army paid for it! Nothing else is known...",
    passages: ENGLISH,
  },
  "a list, a heading, a quotation and a table": {
    answer:
      "## Results of 2015\n\n1. The Broncos defeated the Pittsburgh Steelers.\n2. They scored 11 points in the final three minutes [source 1].\n\n> Dr. Smith measured a density of 3.14 grams.\n\n| who | paid |\n|---|---|\n| U.S. Army | for the work |\n",
    passages: ENGLISH,
  },
  "code with brackets": {
    answer:
      "Dr. Smith measured a density of 3.14 grams:\n\n```js\nconst points = scores[1]; // Broncos scored 11 points.\n```\n\nThe Army paid for `balance[2]` in 2015. So “the Broncos scored 11 points in the final three minutes.” That is all",
    passages: ENGLISH,
  },
  "Chinese with marks and quotation marks": {
    answer:
      "合同自双方签字之日起生效[1]。租金为每月三千元【2】，于每月五日前支付。[段落 1]他说：“哈佛医学院位于洛伍德医疗和学术中心！”占地面积达二十一英亩？！ 没有更多信息",
    passages: CHINESE,
  },
  "Chinese and English mixed, with emoji and rare characters": {
    answer:
      "租金为每月三千元 😀。𠀀字 is rare. 𠀀 哈佛医学院占地面积达二十一英亩 (21 acres). [1] The rest [is](https://example.org) open [0, 1].\n好。",
    passages: CHINESE,
  },
};

describe.each(Object.entries(ANSWERS))("an answer with %s", (_name, { answer, passages: texts }) => {
  const passages = passagesOf(texts);
  const whole = write([answer], passages);

  it("is the same however its stream is cut", () => {
    for (let at = 1; at < answer.length; at++) {
      expect(write([answer.slice(0, at), answer.slice(at)], passages), `cut at ${at}`).toEqual(whole);
    }
    expect(write([...answer], passages)).toEqual(whole);
    expect(write(answer.split(""), passages)).toEqual(whole);
    const next = numbers(7);
    for (let round = 0; round < 50; round++) {
      const pieces = randomPieces(answer, next);
      expect(write(pieces, passages), JSON.stringify(pieces)).toEqual(whole);
    }
  });

  it("has marks of its citations only, in order of first appearance", () => {
    const prose = whole.text.replace(/```[\s\S]*?```|`[^`]*`/g, "");
    const shown = [...prose.matchAll(/\[(\d+)\]/g)].map((mark) => Number(mark[1]));
    const cited = whole.citations.map((citation) => citation.n);
    expect([...new Set(shown)]).toEqual(cited);
    expect(cited).toEqual(cited.map((_, i) => i + 1));
    expect(whole.text).not.toMatch(/【|\[7\]|\[source|\[段落/);
    expect(cited.length).toBeGreaterThan(0);
  });

  it("cites the exact words of the passage", () => {
    for (const citation of whole.citations) {
      const passage = passages.find((each) => each.documentId === citation.documentId)!;
      expect(passage.text.slice(citation.start - passage.start, citation.end - passage.start)).toBe(citation.quote);
      expect(citation.page).toBe(passage.page);
    }
  });

  it("points each claim at the sentence in front of its mark", () => {
    for (const { n, claims } of whole.citations) {
      expect(claims.length).toBeGreaterThan(0);
      for (const { start, end } of claims) {
        const claim = whole.text.slice(start, end).replace(/`[^`]*`/g, "");
        expect(claim).toMatch(/^\S/);
        expect(claim).not.toMatch(/\[\d+\]/);
        expect(whole.text.slice(end, end + 4 + String(n).length).trimStart()).toMatch(new RegExp(`^\\[${n}\\]`));
      }
    }
  });
});

describe("where marks stand", () => {
  const english = passagesOf(ENGLISH);
  const chinese = passagesOf(CHINESE);

  it("is behind the full stop in English", () => {
    const { text } = write(["The Broncos scored 11 points in the final three minutes."], english);
    expect(text).toBe("The Broncos scored 11 points in the final three minutes. [1]");
  });

  it("is in front of the full stop in Chinese, closing quotation marks or not", () => {
    expect(write(["租金为每月三千元。"], chinese).text).toBe("租金为每月三千元 [1]。");
    expect(write(["“租金为每月三千元。”他说。"], chinese).text).toMatch(/^“租金为每月三千元 \[1\]。”/);
  });

  it("is within the row of a table", () => {
    const { text } = write(["| who | paid |\n|---|---|\n| U.S. Army | for the work |\n"], english);
    expect(text).toMatch(/for the work +\[1\]\|\n$/);
  });

  it("is never on a list number, a heading or a code block", () => {
    const code = "```\nThe Broncos scored 11 points in the final three minutes [1].\n```\n";
    expect(write([code], english)).toEqual({ text: code, citations: [] });
    const heading = "# The Broncos scored 11 points in the final three minutes\n";
    expect(write([heading], english)).toEqual({ text: heading, citations: [] });
    const { text, citations } = write(["11. The Broncos scored 11 points in the final three minutes."], english);
    expect(text).toBe("11. The Broncos scored 11 points in the final three minutes. [1]");
    expect(citations[0]!.claims).toEqual([{ start: 4, end: text.length - 4 }]);
  });

  it("leaves brackets that are no marks alone", () => {
    const kept = "See [the page](https://example.org/a) or [1](https://example.org), the range [0, 1] and a[i].";
    expect(write([kept], english)).toEqual({ text: kept, citations: [] });
  });
});

describe("what is cited", () => {
  const english = passagesOf(ENGLISH);

  it("is nothing where no passage supports the sentence, whatever the model claims", () => {
    const { text, citations } = write(["Penguins cannot fly over Antarctica [1]. Whales sing loudly [2]."], english);
    expect(text).toBe("Penguins cannot fly over Antarctica. Whales sing loudly.");
    expect(citations).toEqual([]);
  });

  it("is the passage that says it, even where the model names another", () => {
    const { citations } = write(["Dr. Smith measured a density of 3.14 grams in 2015 [1]."], english);
    expect(citations).toHaveLength(1);
    expect(citations[0]!.documentId).toBe("document-1");
    expect(citations[0]!.quote).toContain("3.14 grams");
  });

  it("is one citation with two claims where two sentences rest on the same place", () => {
    const { text, citations } = write(
      [
        "Dr. Smith measured a density of 3.14 grams. Other things happened elsewhere. The density of 2015 was 3.14 grams.",
      ],
      english,
    );
    expect(citations).toHaveLength(1);
    expect(citations[0]!.claims.map(({ start, end }) => text.slice(start, end))).toEqual([
      "Dr. Smith measured a density of 3.14 grams.",
      "The density of 2015 was 3.14 grams.",
    ]);
  });

  it("is nothing where there are no passages", () => {
    expect(write(["A plain answer [1]."], [])).toEqual({ text: "A plain answer.", citations: [] });
  });
});
