// The window's words: the same keys and parameters in every language, and none of them outside the tables.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { en } from "../../renderer/i18n/en/index.ts";
import { formatBytes, formatDuration, formatWhen } from "../../renderer/i18n/format.ts";
import { errorText, translate } from "../../renderer/i18n/index.ts";
import { fillText, paramsOf } from "../../renderer/i18n/template.ts";
import { errors as zhErrors } from "../../renderer/i18n/zh-CN/errors.ts";
import { zhCN } from "../../renderer/i18n/zh-CN/index.ts";
import { ERRORS, type ErrorCode } from "../../shared/domain/errors.ts";

type Table = Record<string, Record<string, string>>;
const rows = (table: Table) =>
  Object.entries(table).flatMap(([feature, texts]) =>
    Object.entries(texts).map(([name, text]) => [`${feature}.${name}`, text] as const),
  );
const RENDERER = path.join(import.meta.dirname, "../../renderer");

describe("texts", () => {
  const chinese = new Map(rows(zhCN as Table));

  it("have the same keys in both languages, none empty", () => {
    expect([...chinese.keys()].sort()).toEqual(
      rows(en)
        .map(([key]) => key)
        .sort(),
    );
    for (const [key, text] of [...rows(en), ...chinese]) expect(text.trim(), key).not.toBe("");
  });

  it("use the same parameters in both languages", () => {
    for (const [key, text] of rows(en)) expect(paramsOf(chinese.get(key)!), key).toEqual(paramsOf(text));
  });

  it("are set by the rules of Chinese: one space beside Latin and digits, 你, no straight or half-width punctuation", () => {
    const texts = [
      ...chinese,
      ...Object.entries(zhErrors).flatMap(([code, row]) =>
        Object.entries(row).map(([part, text]) => [`errors.${code}.${part}`, text] as const),
      ),
    ];
    for (const [key, text] of texts) {
      // Parameters stand for Latin or figures in some texts and for Chinese in others, so they are not looked at.
      const own = text.replaceAll(/\{[^}]*\}/g, "\u0000");
      expect(own, key).not.toMatch(/您|请稍后|成功|进行/);
      expect(own, key).not.toMatch(/\p{Script=Han}[,.!?;:]|[,!?;]\p{Script=Han}/u);
      expect(own, key).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
      expect(own, key).not.toMatch(/["']|！/);
    }
  });

  it("speak plainly in English: no exclamation, no please, no straight double quotes", () => {
    for (const [key, text] of rows(en)) expect(text, key).not.toMatch(/!|\bplease\b|successfully|oops|sorry|"/i);
  });

  it("of errors exist in Chinese for every code, with no parameter that the engine does not give", () => {
    expect(Object.keys(zhErrors).sort()).toEqual(Object.keys(ERRORS).sort());
    for (const [code, row] of Object.entries(ERRORS)) {
      const given = paramsOf(row.message + row.action);
      const used = paramsOf(zhErrors[code as ErrorCode].message + zhErrors[code as ErrorCode].action);
      expect(used, code).toEqual(given);
      expect(zhErrors[code as ErrorCode].action === "", code).toBe((row as { action: string }).action === "");
    }
  });

  it("fill in parameters and plurals", () => {
    expect(translate("en", "common.documents", { n: 1 })).toBe("1 document");
    expect(translate("en", "common.documents", { n: "1,204" })).toBe("1,204 documents");
    expect(translate("zh-CN", "common.documents", { n: 24 })).toBe("24 份文档");
    expect(fillText("{a} and {b}", { a: "{b}" }, "en")).toBe("{b} and {b}");
    const error = { code: "file.empty", message: "x", action: "y", params: { file: "a.pdf" } };
    expect(errorText("zh-CN", error).message).toBe("a.pdf 是空的。");
    expect(errorText("zh-CN", { ...error, code: "from-tomorrow" })).toEqual({ message: "x", action: "y" });
  });
});

describe("components", () => {
  const files = readdirSync(RENDERER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));
  const SPOKEN = new Set(["aria-label", "title", "placeholder", "alt", "label", "aria-valuetext", "message"]);
  const KEY_NAME = /^(?:(?:Ctrl|Shift|Alt) )*(?:[A-Z]|Esc|Enter|F\d)$/;
  /** What stands on keys is the same in every language. */
  const isKey = (node: ts.Node) =>
    ts.isJsxElement(node.parent) && node.parent.openingElement.tagName.getText() === "kbd";

  it("hold no text of their own", () => {
    const found: string[] = [];
    for (const file of files) {
      const source = ts.createSourceFile(
        file,
        readFileSync(path.join(RENDERER, file), "utf8"),
        ts.ScriptTarget.Latest,
        true,
        ts.ScriptKind.TSX,
      );
      const visit = (node: ts.Node): void => {
        const text = ts.isJsxText(node)
          ? node.text
          : ts.isJsxAttribute(node) &&
              SPOKEN.has(node.name.getText()) &&
              node.initializer &&
              ts.isStringLiteral(node.initializer)
            ? node.initializer.text
            : "";
        if (/\p{L}/u.test(text) && !isKey(node) && !KEY_NAME.test(text)) found.push(`${file}: ${text.trim()}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(files.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});

describe("figures", () => {
  it("have units that fit", () => {
    expect(formatBytes(2_900_000_000, "en")).toBe("2.9 GB");
    expect(formatBytes(312_400, "en")).toBe("312 KB");
    expect(formatBytes(0, "en")).toBe("0 B");
    expect(formatDuration(400, "en")).toBe("0.4 s");
    expect(formatDuration(38_000, "zh-CN")).toBe("38 秒");
    expect(formatDuration(150_000, "en")).toBe("2 min 30 s");
    expect(formatDuration(11_100_000, "en")).toBe("3 h 5 min");
  });
  it("name days as people do", () => {
    const now = new Date(2026, 10, 22, 14, 30).getTime();
    expect(formatWhen(now - 20_000, "en", now)).toBe("just now");
    expect(formatWhen(new Date(2026, 10, 22, 9, 5).getTime(), "en", now)).toBe("09:05");
    expect(formatWhen(new Date(2026, 10, 21, 23, 0).getTime(), "zh-CN", now)).toBe("昨天");
    expect(formatWhen(new Date(2026, 10, 18, 9, 5).getTime(), "en", now)).toBe("18 Nov");
    expect(formatWhen(new Date(2026, 10, 18, 9, 5).getTime(), "zh-CN", now)).toBe("11月18日");
    expect(formatWhen(new Date(2025, 10, 18, 9, 5).getTime(), "en", now)).toBe("18 Nov 2025");
  });
});
