// From files to what is said of them before they are read: which kinds there are, what is left out, what comes first.
import { describe, expect, it } from "vitest";
import { readsWhole } from "../../renderer/features/drop/AnalysisProgress.tsx";
import { canBeRead, kindOf } from "../../renderer/features/drop/kinds.ts";
import { extensionOf } from "../../renderer/frame/add-documents.ts";
import { FORMAT_EXTENSIONS } from "../../shared/domain/formats.ts";
import { emptyRunView, type RunEventBody, reduceRun } from "../../shared/domain/runs.ts";

const file = (name: string, text = "x") => new File([text], name);
const kind = (name: string) => kindOf(file(name));

describe("the kind of a dropped file", () => {
  it("is that of the formats that can be read, in any case of its ending", () => {
    for (const [format, endings] of Object.entries(FORMAT_EXTENSIONS)) {
      for (const ending of endings) expect(kind(`Report.${ending.toUpperCase()}`), ending).toBe(format);
    }
  });

  it("leaves out what holds no text, models and empty files, and tries what it does not know", () => {
    const readable = (name: string) => canBeRead(kind(name));
    expect(["photo.JPG", "song.mp3", "old.doc", "numbers.xlsx", "all.tar.gz"].filter(readable)).toEqual([]);
    expect(kind("model.gguf")).toBe("model");
    expect(readable("model.gguf")).toBe(false);
    expect(canBeRead(kindOf(file("nothing.txt", "")))).toBe(false);
    expect(["README", ".profile", "main.rs", "数据.csv"].filter((name) => !readable(name))).toEqual([]);
  });

  it("goes by the last ending of a name", () => {
    expect(["a.tar.gz", "a.b.PDF", "README", "ends."].map(extensionOf)).toEqual(["gz", "pdf", "", ""]);
  });
});

describe("an analysis", () => {
  const viewOf = (...bodies: RunEventBody[]) =>
    bodies.reduce((view, body, i) => reduceRun(view, { runId: "r", seq: i + 1, atMs: 0, body }), emptyRunView);

  it("shows its parts while they are read or brought together, and not while it writes", () => {
    expect(readsWhole(null)).toBe(false);
    expect(readsWhole(viewOf({ type: "step", step: "reading-parts" }))).toBe(true);
    expect(readsWhole(viewOf({ type: "step", step: "reading-parts" }, { type: "step", step: "combining" }))).toBe(true);
    expect(readsWhole(viewOf({ type: "step", step: "combining" }, { type: "step", step: "writing" }))).toBe(false);
  });
});
