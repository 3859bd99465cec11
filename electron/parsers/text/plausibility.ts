// How much a string looks like real text. Used to choose between encodings: the wrong one gives rare characters,
// scripts mixed inside words and symbols where letters belong.

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

type Script = "latin" | "cyrillic" | "greek" | "hebrew" | "arabic" | "thai" | "hangul" | "kana" | "han" | "other";

function scriptOf(character: string): Script {
  const code = character.codePointAt(0)!;
  if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00)) return "latin";
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

/** Letters of European alphabets beyond ASCII; those that come up in many languages first, the rarer ones second. */
const ACCENTED = new Set("àáâäãåæçèéêíîñóôöõøúüßšžÀÁÂÄÅÇÈÉÊÍÎÑÓÔÖØÚÜŠŽğışİŞćęłńśźżŁŚŹŻčěřůČŘŮőűșțăąœ");
const RARE_ACCENTED = new Set("ëïìòùûýÿŒÆÃÕËÏÌÒÙÛÝĆĘŃĄĞďňťĎŇŤŐŰȘȚĂđĐāēģīķļņūėįųŪĒ");

/** Letters in three classes, from common to rare: with the wrong alphabet the rare ones become common. */
const FREQUENCY: Partial<Record<Script, [string, string, string]>> = {
  cyrillic: ["оеаинтсрвлкмдпуя", "ыьгзбчйхжшюіїє", "цщэфъё"],
  greek: ["αοιετσνηυρπκμλςάίόέήώύωγ", "δθχφβξψζ", "ϊϋΐΰ"],
  hebrew: ["יוהלאברתנשמדםפכעקח", "ןגטזסצ", "ךףץ"],
};

function alphabetWorth(script: Script, character: string, otherwise: number): number {
  const letter = character.toLowerCase();
  const index = FREQUENCY[script]?.findIndex((letters) => letters.includes(letter)) ?? -1;
  return index < 0 ? otherwise : [0.97, 0.75, 0.35][index]!;
}

/**
 * Mean worth of the characters that are not ASCII, about 0 (nonsense) to 1 (surely language); 1 for plain ASCII.
 * `encoding` is the reading that gave the text, which decides what counts as a common Han character.
 */
export function plausibility(text: string, encoding = ""): number {
  let sum = 0;
  let count = 0;
  let before: { script: Script; isLetter: boolean; character: string } | null = null;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const isLetter = /\p{L}|\p{M}/u.test(character);
    const script = scriptOf(character);
    if (code < 0x80) {
      if (code < 0x20 && code !== 9 && code !== 10 && code !== 13 && code !== 12) {
        count++;
        sum -= 1;
      }
      before = { script, isLetter, character };
      continue;
    }
    count++;
    sum += worth(character, code, script, isLetter, encoding, before);
    before = { script, isLetter, character };
  }
  return count === 0 ? 1 : sum / count;
}

function worth(
  character: string,
  code: number,
  script: Script,
  isLetter: boolean,
  encoding: string,
  before: { script: Script; isLetter: boolean; character: string } | null,
): number {
  if (code === 0xfffd) return -3;
  if ((code >= 0x80 && code < 0xa0) || (code >= 0xe000 && code < 0xf900)) return -2;
  if (!isLetter) {
    if (
      code === 0xa0 ||
      (code >= 0x2010 && code <= 0x2026) ||
      (code >= 0x3000 && code <= 0x3011) ||
      (code >= 0xff01 && code <= 0xff1f)
    ) {
      return 0.75;
    }
    return /[«»°§€£¿¡·•…™©®×]/.test(character) ? 0.5 : -0.3;
  }
  if (script === "han") return hanWorth(character, encoding);
  if (script === "kana") return code >= 0xff61 ? -0.2 : 0.9;
  if (code >= 0xff61 && code <= 0xff9f) return -0.3;
  if (script === "hangul") return /[가-힣]/.test(character) ? 0.8 : 0.2;
  if (script === "other") return -0.5;
  const inWord = before?.isLetter === true;
  if (inWord && before.script !== script) return -0.6;
  // A capital after a small letter of the same word is what a shifted alphabet looks like.
  if (inWord && /\p{Ll}/u.test(before.character) && /\p{Lu}/u.test(character)) return -0.6;
  if (script === "latin") {
    if (ACCENTED.has(character)) return inWord || /\p{Lu}/u.test(character) ? 0.8 : 0.65;
    return RARE_ACCENTED.has(character) ? 0.6 : 0;
  }
  if (script === "cyrillic" || script === "greek" || script === "hebrew") {
    return alphabetWorth(script, character, script === "hebrew" ? 0.6 : 0.3);
  }
  return 0.85;
}
