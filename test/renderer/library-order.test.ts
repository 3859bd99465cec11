// Rows that need someone come first, and a click never loses a document.
import { describe, expect, it } from "vitest";
import {
  actionOf,
  fractionOf,
  idsBetween,
  joinLines,
  type Line,
  nextSorting,
  phaseOf,
  sortLines,
  withComing,
} from "../../renderer/features/knowledge/order.ts";
import type { Document } from "../../shared/contract/documents.ts";
import { AlcoveError, errorToJson } from "../../shared/domain/errors.ts";

let at = 0;
const document = (name: string, change: Partial<Document> = {}): Document => ({
  id: `d-${name}`,
  knowledgeBaseId: "kb",
  name,
  format: "pdf",
  language: "en",
  status: "ready",
  blobId: "0".repeat(64),
  sizeBytes: 1000,
  pages: 2,
  chunks: 4,
  characters: 900,
  warnings: [],
  error: null,
  runId: "run",
  createdAtMs: ++at * 3_600_000,
  ...change,
});
const failed = (name: string, code: "document.encrypted" | "document.damaged" | "interrupted") =>
  document(name, { status: "failed", error: errorToJson(new AlcoveError(code, { file: name, detail: "x" })) });
const line = (doc: Document): Line => ({ id: doc.id, name: doc.name, document: doc, item: null });

describe("order by state", () => {
  it("puts who needs someone first, then failed, running, waiting, and ready with the newest first", () => {
    const lines = [
      document("old"),
      document("new"),
      document("waits", { status: "queued" }),
      document("runs", { status: "running" }),
      failed("broken", "document.damaged"),
      failed("locked", "document.encrypted"),
    ].map(line);
    expect(sortLines(lines, { column: "state", descending: false }).map(({ name }) => name)).toEqual([
      "locked",
      "broken",
      "runs",
      "waits",
      "new",
      "old",
    ]);
  });

  it("sorts names as people count", () => {
    const lines = ["page 10", "page 9", "Page 1"].map((name) => line(document(name)));
    expect(sortLines(lines, { column: "name", descending: false }).map(({ name }) => name)).toEqual([
      "Page 1",
      "page 9",
      "page 10",
    ]);
  });

  it("goes back to the order by state with the third click", () => {
    const first = nextSorting({ column: "state", descending: false }, "size");
    expect(first).toEqual({ column: "size", descending: true });
    const second = nextSorting(first, "size");
    expect(second).toEqual({ column: "size", descending: false });
    expect(nextSorting(second, "size")).toEqual({ column: "state", descending: false });
    expect(nextSorting(first, "name")).toEqual({ column: "name", descending: false });
  });
});

describe("documents and the files of a run", () => {
  it("shows files that wait at once, and the progress of those being read", () => {
    const lines = joinLines(
      [document("a.pdf", { status: "running" })],
      [
        {
          id: "run",
          items: [
            { id: "0", name: "a.pdf", status: "running", step: "reading", done: 3, total: 12 },
            { id: "1", name: "b.pdf", status: "waiting" },
            { id: "2", name: "c.pdf", status: "done" },
          ],
        },
      ],
    );
    expect(lines.map(({ name }) => name)).toEqual(["a.pdf", "b.pdf"]);
    expect(lines.map(phaseOf)).toEqual(["running", "waiting"]);
    expect(fractionOf(lines[0]!.item)).toBe(0.25);
  });

  it("shows the files that a run has not come to yet, each once", () => {
    const items = withComing([{ id: "0", name: "a.pdf", status: "done" }], ["a.pdf", "b.pdf", "b.pdf"]);
    expect(items.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "a.pdf done",
      "b.pdf waiting",
      "b.pdf waiting",
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  });

  it("does not show a document twice that is read again", () => {
    const again = document("a.pdf", { status: "queued" });
    const lines = joinLines([again], [{ id: "run", items: [{ id: "0", name: "a.pdf", status: "waiting" }] }]);
    expect(lines).toHaveLength(1);
  });
});

describe("what helps", () => {
  it("offers the one action that fits the reason", () => {
    expect(actionOf(failed("x", "document.encrypted"))).toBe("password");
    expect(actionOf(failed("x", "interrupted"))).toBe("retry");
    expect(actionOf(failed("x", "document.damaged"))).toBe("remove");
    expect(actionOf(document("x"))).toBeNull();
  });

  it("selects a stretch in either direction", () => {
    const lines = ["a", "b", "c", "d"].map((name) => line(document(name)));
    expect(idsBetween(lines, "d-c", "d-a")).toEqual(["d-a", "d-b", "d-c"]);
    expect(idsBetween(lines, "gone", "d-b")).toEqual(["d-b"]);
  });
});
