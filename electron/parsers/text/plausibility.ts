// How much a string looks like real text. Used to choose between encodings: the wrong one gives rare characters,
// scripts mixed inside words and symbols where letters belong. Called by decode.ts.
import { COMMON_SYLLABLES, COMMON_WORDS, LETTER_PAIRS } from "./language-data.ts";

/** Ordinary Chinese and Japanese: the rows of GB 2312 level 1, JIS level 1 and Big5 level 1 hold what texts use. */
const gbLevel1 = levelOne("gb18030", 0xb0, 0xd7, 0xa1, 0xfe);
const big5Level1 = levelOne("big5", 0xa4, 0xc6, 0x40, 0xfe);
const jisLevel1 = levelOne("shift_jis", 0x88, 0x98, 0x40, 0xfc);
/** The thousand-odd characters that make up most of running Chinese are all here; the rare ones are not. */
const VERY_COMMON = new Set(
  "的一是不了在人有我他这這中大来來上个個国國到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样樣现現分将將外但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工己话話儿兒者向情部正名定女问問力机機给給等几幾很业業最间間新什打便位因重被走电電四第门門相次东東政海口使教西再平真听聽世气氣信北少关關并並内內加化由却卻代军軍产產入先山五太水万萬市眼体體别別处處总總才场場师師书書比住员員九笑性通目华華报報立马馬命张張活难難神数數件安表原车車白应應路期叫死常提感金何更反合放做系系计計或司利受光王果亲親界及今京务務制解各任至清物台台象记記边邊共风風战戰干干接它许許八特觉覺望直服毛林题題建南度统統色字请請交爱愛让讓认認算论論百吃义義科怎元社术術结結六功指思非流每青管夫连連远遠资資队隊跟带帶花快条條院变變联聯言权權往展该該领領传傳近留红紅治决決周週保达達办辦运運武半候七必城父强強步完革深区區即求品士转轉量空甚众眾技轻輕程告江语語英基派满滿式李息写寫呢识識极極令黄黃德收脸臉钱錢党黨倒未持取设設始版双雙历歷越史商千片容研像找友孩站广廣改议議形委早房音火际際则則首单單据據导導影失拿网網香似斯专專石若兵弟谁誰校读讀志飞飛观觀争爭究包组組造落视視济濟喜离離虽雖坏壞项項款付限税稅额額规規标標准準维維基典词詞條",
);

function levelOne(encoding: string, from: number, to: number, low: number, high: number): Set<string> {
  const decoder = new TextDecoder(encoding);
  const known = new Set<string>();
  for (let lead = from; lead <= to; lead++) {
    for (let trail = low; trail <= high; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character >= "\u4e00" && character <= "\u9fff") known.add(character);
    }
  }
  return known;
}

function hanWorth(character: string, encoding: string): number {
  if (VERY_COMMON.has(character)) return 1;
  const known =
    encoding === "big5" ? big5Level1 : encoding === "shift_jis" || encoding === "euc-jp" ? jisLevel1 : gbLevel1;
  if (encoding === "" || encoding === "utf-16le" || encoding === "utf-16be") {
    return gbLevel1.has(character) || big5Level1.has(character) || jisLevel1.has(character) ? 0.7 : 0.2;
  }
  return known.has(character) ? 0.55 : 0.05;
}

/** Writing systems that are told apart here. */
export type Script =
  | "latin"
  | "cyrillic"
  | "greek"
  | "hebrew"
  | "arabic"
  | "thai"
  | "hangul"
  | "kana"
  | "han"
  | "other";

/** The writing system of a letter or mark. */
export function scriptOf(character: string): Script {
  const code = character.codePointAt(0)!;
  if (code < 0x250 || (code >= 0x300 && code < 0x370) || (code >= 0x1e00 && code < 0x1f00)) return "latin";
  if (code >= 0x370 && code < 0x400) return "greek";
  if (code >= 0x400 && code < 0x530) return "cyrillic";
  if (code >= 0x590 && code < 0x600) return "hebrew";
  if (code >= 0x600 && code < 0x780) return "arabic";
  if (code >= 0xe00 && code < 0xe80) return "thai";
  if (code >= 0xac00 && code < 0xd7b0) return "hangul";
  if (code >= 0x3040 && code < 0x3100) return "kana";
  if (code >= 0x3400 && code < 0xa000) return "han";
  return "other";
}

/** Letters of European alphabets beyond ASCII that come up in many languages, and rarer ones: for languages without pairs. */
const ACCENTED = new Set("àáâäãåæçèéêíîñóôöõøúüßšžÀÁÂÄÅÇÈÉÊÍÎÑÓÔÖØÚÜŠŽğışİŞćęłńśźżŁŚŹŻčěřůČŘŮőűșțăąœ");
const RARE_ACCENTED = new Set("ëïìòùûýÿŒÆÃÕËÏÌÒÙÛÝĆĘŃĄĞďňťĎŇŤŐŰȘȚĂđĐāēģīķļņūėįųŪĒŵŷċġħżðþÐÞ");

interface Language {
  /** Worth of a pair: 1 for the most common, 0.2 for the rarest that was counted. */
  pairs: Map<string, number>;
  words: Set<string>;
}

const LANGUAGES: Language[] = Object.entries(LETTER_PAIRS).map(([name, groups]) => {
  const pairs = new Map<string, number>();
  for (const [rank, group] of groups.split("|").entries()) {
    for (let at = 0; at < group.length; at += 2) pairs.set(group.slice(at, at + 2), 1 - 0.2 * rank);
  }
  return { pairs, words: new Set(COMMON_WORDS[name]?.split(" ")) };
});
const ENGLISH = new Set(COMMON_WORDS.English?.split(" "));
const SYLLABLES = new Set(COMMON_SYLLABLES);

/** Words are looked at this far into a text, and count this much beside the pairs. */
const WORDS_LOOK = 6000;
const WORDS_WEIGHT = 0.5;

/** Words of ASCII letters alone, in lower case. */
const plainWords = (text: string): string[] =>
  text
    .slice(0, WORDS_LOOK)
    .toLowerCase()
    .match(/(?<![^\s"'(.,-])[a-z]{1,7}(?![^\s"').,:;!?-])/g) ?? [];

/** The share of the words that are common ones. */
function shareOf(words: readonly string[], common: ReadonlySet<string>): number {
  if (words.length === 0 || common.size === 0) return 0;
  return words.reduce((sum, word) => sum + (common.has(word) ? 1 : 0), 0) / words.length;
}

/** Worth of a pair that a language does not have. */
const FOREIGN_PAIR = -0.25;

/** How common its words are in each language, and in English last. ASCII words are the same in every reading of a file. */
export function wordShares(text: string): number[] {
  const words = plainWords(text);
  return [...LANGUAGES.map((language) => shareOf(words, language.words)), shareOf(words, ENGLISH)];
}

/** Worth of these pairs in the language that they and the words fit best, from about FOREIGN_PAIR to somewhat above 1. */
function bestFit(pairs: ReadonlyMap<string, number>, shares: readonly number[]): number {
  let total = 0;
  let unknown = 0;
  for (const [pair, count] of pairs) {
    total += count;
    const letters = [...pair].filter((character) => character > "\x7f");
    const worths = letters.map((letter) =>
      ACCENTED.has(letter) ? 0.4 : RARE_ACCENTED.has(letter) ? 0.2 : FOREIGN_PAIR,
    );
    unknown += count * Math.min(...worths);
  }
  if (total === 0) return 0;
  let best = unknown / total + WORDS_WEIGHT * shares.at(-1)!;
  for (const [index, language] of LANGUAGES.entries()) {
    let sum = 0;
    for (const [pair, count] of pairs) sum += count * (language.pairs.get(pair) ?? FOREIGN_PAIR);
    best = Math.max(best, sum / total + WORDS_WEIGHT * shares[index]!);
  }
  return best;
}

/** Words of another alphabet among words in ASCII are rarer than accents. */
const STRAY_SCRIPT = { share: 0.2, penalty: 0.25 };

/** What a sign between two letters takes off, unless it is one that joins words or stands for a letter left out. */
const SIGN_IN_WORD = 0.8;
const JOINERS = new Set("’ʼ‘·‐‑‒–—…/\u00ad\u00a0\u200b\u200c\u200d");

interface Seen {
  /** "" for what is no letter. */
  script: Script | "";
  character: string;
}
const EDGE: Seen = { script: "", character: " " };

const inLowerCase = (character: string): string => {
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
};

/**
 * Mean worth of the characters that are not ASCII, about 0 (nonsense) to 1 (surely language); 1 for plain ASCII.
 * `encoding` is the reading that gave the text, which decides what counts as a common Han character; `shares` are the
 * text's `wordShares`, for who compares several readings.
 */
export function plausibility(text: string, encoding = "", shares = wordShares(text)): number {
  let sum = 0;
  let count = 0;
  let plainLetters = 0;
  let alphabetic = 0;
  let strange = 0;
  const pairs = new Map<string, number>();
  let before = EDGE;
  /** Whether a sign that is not ASCII has just come right behind a letter. */
  let signAfterLetter = false;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const seen: Seen = /\p{L}|\p{M}/u.test(character) ? { script: scriptOf(character), character } : EDGE;
    const isAlphabetic = seen.script !== "" && ALPHABETS.has(seen.script);
    if (code < 0x80) {
      if (seen !== EDGE) plainLetters++;
      else if (code < 0x20 && code !== 9 && code !== 10 && code !== 13 && code !== 12) {
        count++;
        sum -= 1;
      }
    } else {
      count++;
      if (isAlphabetic) {
        alphabetic++;
        if (seen.script !== "latin") strange++;
        sum -= misfit(seen, before);
      } else sum += worth(character, code, seen.script, encoding, before);
    }
    const ends = ALPHABETS.has(before.script) ? before.character : " ";
    const starts = isAlphabetic ? character : " ";
    if (ends > "\x7f" || starts > "\x7f") {
      const pair = inLowerCase(ends) + inLowerCase(starts);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    if (signAfterLetter && seen !== EDGE) sum -= SIGN_IN_WORD;
    signAfterLetter = seen === EDGE && before !== EDGE && code >= 0x80 && !JOINERS.has(character);
    before = seen;
  }
  if (count === 0) return 1;
  const isStray = strange > 0 && strange < STRAY_SCRIPT.share * (plainLetters + alphabetic);
  return (sum + alphabetic * bestFit(pairs, shares)) / count - (isStray ? STRAY_SCRIPT.penalty : 0);
}

const ALPHABETS: ReadonlySet<string> = new Set(["latin", "cyrillic", "greek", "hebrew", "arabic", "thai"]);

/** What a shifted alphabet looks like inside a word: two scripts, or a capital after a small letter. */
function misfit(seen: Seen, before: Seen): number {
  if (before === EDGE) return 0;
  if (before.script !== seen.script) return 0.6;
  return /\p{Ll}/u.test(before.character) && /\p{Lu}/u.test(seen.character) ? 0.6 : 0;
}

/** Worth of a character that is not ASCII and belongs to no alphabet. */
function worth(character: string, code: number, script: Script | "", encoding: string, before: Seen): number {
  if (code === 0xfffd) return -3;
  if ((code >= 0x80 && code < 0xa0) || (code >= 0xe000 && code < 0xf900)) return -2;
  if (script === "") {
    if (
      code === 0xa0 ||
      (code >= 0x2010 && code <= 0x2026) ||
      (code >= 0x3000 && code <= 0x3011) ||
      (code >= 0xff01 && code <= 0xff1f)
    ) {
      return 0.75;
    }
    return /[«»°§€£¿¡·•…™©®×№]/.test(character) ? 0.5 : -0.3;
  }
  // A Han character inside a word of Latin letters is one of its letters with the next, misread.
  if (script === "han") return hanWorth(character, encoding) * (/[A-Za-z]/.test(before.character) ? 0.4 : 1);
  if (code >= 0xff61 && code <= 0xff9f) return -0.3;
  if (script === "kana") return 0.9;
  if (script === "hangul") return SYLLABLES.has(character) ? 1 : 0.35;
  return -0.5;
}
