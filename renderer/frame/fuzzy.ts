// Matching of the command palette: letters in order, words' beginnings first, Chinese also by pinyin initials.

/** First characters, in pinyin order, of each initial; ICU's Chinese collation sorts by pinyin. */
const BOUNDARIES = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀"];
const INITIALS = "abcdefghjklmnopqrstwxyz";
const collator = new Intl.Collator("zh-CN-u-co-pinyin");

/** The first letter of a Chinese character's pinyin; other characters as they are, lower case. */
export function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  let at = -1;
  while (at + 1 < BOUNDARIES.length && collator.compare(BOUNDARIES[at + 1]!, character) <= 0) at++;
  return INITIALS[at] ?? character;
}

export interface Match {
  /** Higher is better. */
  score: number;
  /** UTF-16 offsets of the matched characters. */
  at: number[];
}

function matchIn(text: readonly string[], query: readonly string[]): Match | null {
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const [index, letter] of query.entries()) {
    const found = text.indexOf(letter, from);
    if (found < 0) return null;
    if (index > 0 && found === at[index - 1]! + 1) score += 3;
    if (found === 0 || /[\s_\-./\\]/.test(text[found - 1]!)) score += 2;
    at.push(found);
    from = found + 1;
  }
  return { score: score - at[0]! / 100 - text.length / 1000, at };
}

/** How a query matches a text, or null; an unbroken hit beats scattered letters, letters beat pinyin initials. */
export function fuzzyMatch(text: string, query: string): Match | null {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return { score: 0, at: [] };
  const whole = text.toLowerCase().indexOf(wanted);
  if (whole >= 0) {
    const starts = whole === 0 || /[\s_\-./\\]/.test(text[whole - 1]!);
    const at = Array.from({ length: wanted.length }, (_, index) => whole + index);
    return { score: wanted.length * 5 + (starts ? 10 : 5) - whole / 100 - text.length / 1000, at };
  }
  const letters = [...text.toLowerCase()].map((letter) => letter.charAt(0));
  const scattered = matchIn(letters, [...wanted.replaceAll(/\s/g, "")]);
  if (scattered && (scattered.score > 2 * (wanted.length - 1) || wanted.length < 3)) return scattered;
  if (!/^[a-z]+$/.test(wanted) || !/\p{Script=Han}/u.test(text)) return null;
  const pinyin = matchIn([...text].map(initialOf), [...wanted]);
  return pinyin && { ...pinyin, score: pinyin.score - 1 };
}
