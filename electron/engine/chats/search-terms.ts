// The terms under which titles and messages are found, and what a person types as an FTS5 expression. FTS5's tokenizer
// cuts at everything that is no letter or digit, folds case and takes accents off; what it cannot do is cut Chinese,
// Japanese and Korean, which is done here.

const UNSPACED = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{M}\p{N}]]+/gv;
/** What FTS5's tokenizer takes for parts of words, with the marks that it drops. */
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Words and phrases of a query that are looked for, and words of a phrase; what comes after them is not asked for. */
const MAX_CLAUSES = 24;
const MAX_PIECES = 32;

/**
 * A text as it is indexed: compatibility forms folded (NFKC), runs of Han, kana and hangul as pairs of neighbouring
 * characters with the last character after them, so that each character begins exactly one term; everything else as it
 * stands. A stretch of n characters is found as the phrase of its n - 1 pairs, a single character as a beginning.
 * "PDF签订合同" gives "PDF 签订 订合 合同 同".
 */
export function indexTerms(text: string): string {
  // NUL would end the text for SQLite.
  return plain(text).replace(UNSPACED, (run) => ` ${pairs(run).join(" ")} `);
}

const plain = (text: string): string => text.normalize("NFKC").replaceAll("\0", " ");

function pairs(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((character, at) => character + (characters[at + 1] ?? ""));
}

/** A word, or a stretch without spaces in Chinese, Japanese or Korean. */
export interface Piece {
  text: string;
  spaced: boolean;
}
/** Pieces that have to follow one another; the last one may be the beginning of a word. */
export interface Clause {
  pieces: Piece[];
  prefix: boolean;
}

/** Words and unspaced stretches of a text in order, folded as the index folds but for case and accents. */
function piecesOf(text: string): Piece[] {
  return Array.from(plain(text).matchAll(WORD)).flatMap(([word]) => {
    const parts: Piece[] = [];
    let from = 0;
    const spaced = (to: number) => {
      if (to > from) parts.push({ text: word.slice(from, to), spaced: true });
    };
    for (const run of word.matchAll(UNSPACED)) {
      spaced(run.index);
      parts.push({ text: run[0], spaced: false });
      from = run.index + run[0].length;
    }
    spaced(word.length);
    return parts;
  });
}

const isOneCharacter = (text: string): boolean => Array.from(text).length === 1;
const isOneLetter = ({ pieces: [first, ...more] }: Clause): boolean =>
  first!.spaced && more.length === 0 && isOneCharacter(first!.text);
/** A single Chinese character is only indexed together with the one after it. */
const needsBeginning = ({ pieces }: Clause): boolean => {
  const last = pieces.at(-1)!;
  return !last.spaced && isOneCharacter(last.text);
};

/**
 * The clauses of a query, all of which have to be found: words, names such as `foo_bar` as the phrase of their words,
 * unspaced stretches, and phrases in quotes. The last one counts as a beginning unless a space or a quote ends it.
 * Empty where there is nothing to look for.
 */
export function clausesOf(query: string): Clause[] {
  const clauses: Clause[] = [];
  const segments = query.split(/["“”]/);
  for (const [at, segment] of segments.entries()) {
    const open = at === segments.length - 1 && !/\s$/.test(segment);
    if (at % 2 === 1) {
      const pieces = piecesOf(segment);
      if (pieces.length > 0) clauses.push({ pieces, prefix: open });
      continue;
    }
    const words = segment.split(/\s+/).filter((word) => word !== "");
    for (const [index, word] of words.entries()) {
      // "PDF文件" is found where both stand, "foo_bar" where its words follow one another.
      const runs = piecesOf(word).reduce<Piece[][]>((groups, piece) => {
        const last = groups.at(-1);
        if (last && piece.spaced && last[0]!.spaced) last.push(piece);
        else groups.push([piece]);
        return groups;
      }, []);
      for (const [part, pieces] of runs.entries()) {
        clauses.push({ pieces, prefix: open && index === words.length - 1 && part === runs.length - 1 });
      }
    }
  }
  const distinct = new Map(clauses.map((clause) => [JSON.stringify(clause), clause]));
  // One letter begins too many words: alone it is a word ("C", "R"), after others it is not looked for yet.
  return [...distinct.values()]
    .filter((clause, at) => at === 0 || !(clause.prefix && isOneLetter(clause)))
    .slice(0, MAX_CLAUSES)
    .map(({ pieces, prefix }) => ({
      pieces: pieces.slice(0, MAX_PIECES),
      prefix: prefix && pieces.length <= MAX_PIECES,
    }))
    .map((clause) => ({ ...clause, prefix: needsBeginning(clause) || (clause.prefix && !isOneLetter(clause)) }));
}

/** The FTS5 expression of clauses. Everything is a quoted string, so that nothing typed is taken for syntax. */
export function expressionOf(clauses: readonly Clause[]): string {
  return clauses
    .map(({ pieces, prefix }) => {
      const terms = pieces.flatMap((piece, at) => {
        if (piece.spaced) return [piece.text];
        const all = pairs(piece.text);
        // Where the phrase ends the text may go on; within it the stretch has to end here.
        return at === pieces.length - 1 && all.length > 1 ? all.slice(0, -1) : all;
      });
      return `"${terms.join(" ")}"${prefix ? " *" : ""}`;
    })
    .join(" AND ");
}
