// Promises: of Markdown what a reader sees is kept, marks that mean nothing stay, and no source costs more than its length.
import { describe, expect, it } from "vitest";
import { withoutInlineMarks } from "../../electron/parsers/text/markdown-inline.ts";

describe("inline marks of Markdown", () => {
  it.each([
    ["a **bold** and *slanted* and ***both*** word", "a bold and slanted and both word"],
    ["__bold__ and _slanted_, but snake_case_name stays", "bold and slanted, but snake_case_name stays"],
    ["run `git commit -m 'Add'` now, or ``a ` tick``", "run git commit -m 'Add' now, or a ` tick"],
    ['see [the *manual*](https://example.org/a_(b) "Title") first', "see the manual first"],
    ["![A heron](heron.png) by the canal", "A heron by the canal"],
    ["~~gone~~ ~ 5 * 3 * 2 = 30", "gone ~ 5 * 3 * 2 = 30"],
    ["a \\*star\\* is no emphasis", "a *star* is no emphasis"],
    ["`**code** stays`", "**code** stays"],
    ["[x] and [note] and f(x)[0]", "[x] and [note] and f(x)[0]"],
    ["**half and *nested* open", "**half and nested open"],
    ["他说**很好**，又说*不好*。", "他说很好，又说不好。"],
    ["2 < 3 and `unclosed", "2 < 3 and `unclosed"],
  ])("%s", (source, words) => {
    expect(withoutInlineMarks(source)).toBe(words);
  });

  it("keep an escape that keeps a line from becoming a heading", () => {
    expect(withoutInlineMarks("\\# no heading")).toBe("\\# no heading");
  });

  it("end on hostile sources of a hundred thousand characters", () => {
    const hostile = ["*a ", "[a](", "`", "``` `", "_a*b", "![", "\\*", "*a _b ", "a* b_ "];
    for (const piece of hostile) {
      const source = piece.repeat(Math.ceil(100_000 / piece.length));
      expect(withoutInlineMarks(source).length).toBeLessThanOrEqual(source.length);
    }
  });
});
