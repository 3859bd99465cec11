// Sources of diagrams: no settings of their own, nothing from elsewhere, a name for those who do not see them.
import { describe, expect, it } from "vitest";
import { describeDiagram, plainDiagram } from "../../renderer/ui/markdown/diagram-source.ts";

describe("the source that is drawn", () => {
  it("has no settings of its own", () => {
    expect(plainDiagram('%%{init: {"securityLevel": "loose"}}%%\npie\n "a" : 1')).toBe('pie\n "a" : 1');
    expect(plainDiagram("%%{\n init: {}\n}%%\npie")).toBe("pie");
    expect(plainDiagram("---\nconfig:\n  securityLevel: loose\n---\npie")).toBe("pie");
    expect(plainDiagram("---\ntitle: Losses\nconfig:\n  theme: forest\n---\npie")).toBe(
      '---\ntitle: "Losses"\n---\npie',
    );
  });
  it("has no tags in its labels but line breaks, and keeps its arrows", () => {
    expect(plainDiagram('flowchart TD\n A["<img src=x onerror=alert(1)>Open<br/>it"] <--> B')).toBe(
      'flowchart TD\n A["Open<br/>it"] <--> B',
    );
    const classes = "classDiagram\n Animal <|-- Duck\n <<interface>> Animal\n A ..> B : x < 3";
    expect(plainDiagram(classes)).toBe(classes);
  });
  it.each([
    "flowchart TD\n A --> B\n style A fill:url(https://example.org/x)",
    "flowchart TD\n A --> B\n style A fill:u\\72l(x)",
    'flowchart TD\n A@{ img: "https://example.org/x.png" }',
    "classDef x @import 'https://example.org'",
    "",
    "---\ntitle: x\n---\n",
  ])("is not there where it reaches out or is empty: %j", (source) => {
    expect(plainDiagram(source)).toBeNull();
  });
});

it("names a diagram by its own title and its kind", () => {
  expect(describeDiagram('pie title Losses\n "a" : 1')).toEqual({ title: "Losses", kind: "pie" });
  expect(describeDiagram("gantt\n  title Overhaul\n")).toEqual({ title: "Overhaul", kind: "timeline" });
  expect(describeDiagram("---\ntitle: Start\n---\nflowchart TD\n A")).toEqual({ title: "Start", kind: "flowchart" });
  expect(describeDiagram("graph LR\n accTitle: Two steps\n A-->B")).toEqual({ title: "Two steps", kind: "flowchart" });
  expect(describeDiagram("erDiagram\n A ||--o{ B : x")).toEqual({ title: null, kind: "other" });
});
