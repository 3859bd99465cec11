// Dependencies point one way, and every power (native code, SQL, the network, Electron) has one home.
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { egressFolder, folderRules, localSocketFile, networkModules, packageOwners } from "./rules.ts";
import { lineOf, parseSource, readSources, type Source, visit } from "./sources.ts";

const product = readSources("shared", "electron", "renderer");

/** Each rule as a function from a file to its violations, so that the rules can be tried on made-up files too. */
function folderViolations({ file, imports }: Source): string[] {
  const rule = folderRules.find(({ folder }) => file.startsWith(folder));
  if (!rule) return [`${file}: lies in no folder of the plan`];
  return imports
    .filter(({ specifier }) => specifier.startsWith("."))
    .filter(({ target }) => !rule.mayImport.some((allowed) => target.startsWith(allowed)))
    .map(({ target, line }) => `${file}:${line} imports ${target}, but ${rule.why}`);
}

function packageViolations({ file, imports }: Source): string[] {
  return imports
    .filter(({ target }) => Object.hasOwn(packageOwners, target))
    .filter(({ target }) => !packageOwners[target]?.some((folder) => file.startsWith(folder)))
    .map(({ target, line }) => `${file}:${line} imports ${target}, which belongs to ${packageOwners[target]}`);
}

function platformViolations({ file, imports, tree }: Source): string[] {
  if (!/^(shared|renderer)\//.test(file)) return [];
  const found = imports
    .filter(({ target }) => target.startsWith("node:") || (file.startsWith("shared/") && /^react(-dom)?$/.test(target)))
    .map(({ target, line }) => `${file}:${line} imports ${target}`);
  const foreign = file.startsWith("shared/") ? /^(window|process|Buffer|localStorage)$/ : /^(process|Buffer)$/;
  visit(tree, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return;
    if (foreign.test(node.expression.text)) found.push(`${file}:${lineOf(tree, node)} uses ${node.expression.text}`);
  });
  return found;
}

const sql =
  /^\s*(SELECT\s[\s\S]*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(VIRTUAL\s+|TEMP\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|ALTER\s+TABLE\s|DROP\s+TABLE\s|PRAGMA\s+\w|WITH\s+(RECURSIVE\s+)?\w+[\s\S]*\sAS\s*\()/;

function sqlViolations({ file, tree }: Source): string[] {
  if (!file.startsWith("electron/") || /[/-]store\.ts$/.test(file) || file.startsWith("electron/engine/db/")) return [];
  const found: string[] = [];
  visit(tree, (node) => {
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? node.getText(tree).slice(1)
        : "";
    if (sql.test(text)) found.push(`${file}:${lineOf(tree, node)} has SQL: ${text.trim().slice(0, 40)}`);
  });
  return found;
}

function networkViolations({ file, tree, imports }: Source): string[] {
  if (!file.startsWith("electron/") || file.startsWith(egressFolder)) return [];
  const found: string[] = [];
  for (const { target, names, typeOnly, line } of imports) {
    const rule = networkModules[target];
    if (!rule || typeOnly || (target === "node:net" && file === localSocketFile)) continue;
    const foreign = names.length === 0 ? ["the whole module"] : names.filter((name) => !rule.servers.includes(name));
    if (foreign.length > 0) found.push(`${file}:${line} takes ${foreign} from ${target}`);
  }
  visit(tree, (node) => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText(tree);
      if (/^((globalThis|global|window)\.)?fetch$/.test(called))
        found.push(`${file}:${lineOf(tree, node)} calls fetch`);
    }
    if (ts.isNewExpression(node) && /^(WebSocket|EventSource|XMLHttpRequest)$/.test(node.expression.getText(tree))) {
      if (file !== localSocketFile)
        found.push(`${file}:${lineOf(tree, node)} opens a ${node.expression.getText(tree)}`);
    }
  });
  return found;
}

const rules = {
  "folders import only what the plan allows": folderViolations,
  "each native library and electron has one home": packageViolations,
  "shared and renderer use nothing of Node": platformViolations,
  "SQL stands only in stores and db/": sqlViolations,
  "only egress/ opens connections": networkViolations,
};

describe("the product keeps its rules", () => {
  test.each(Object.entries(rules))("%s", (_name, violationsOf) => {
    expect(product.length).toBeGreaterThan(20);
    expect(product.flatMap(violationsOf)).toEqual([]);
  });
});

describe("the rules see what they forbid", () => {
  const cases: [string, string, (source: Source) => string[]][] = [
    ["electron/engine/chats/service.ts", 'import { x } from "../../headless/children.ts";', folderViolations],
    ["electron/retrieval/entry.ts", 'export * from "../engine/start.ts";', folderViolations],
    ["electron/cli/ask.ts", 'const s = await import("../engine/chats/service.ts");', folderViolations],
    ["renderer/client.ts", 'import type { Launch } from "../electron/headless/children.ts";', folderViolations],
    ["electron/elsewhere/x.ts", "export {};", folderViolations],
    ["electron/engine/start.ts", 'import { app } from "electron";', packageViolations],
    ["electron/engine/knowledge/search.ts", 'import * as lance from "@lancedb/lancedb";', packageViolations],
    ["electron/engine/chats/store.ts", 'import Database from "better-sqlite3";', packageViolations],
    ["electron/headless/serve.ts", 'const pdf = require("pdfjs-dist/legacy/build/pdf.mjs");', packageViolations],
    ["shared/domain/ids.ts", 'import { randomUUID } from "node:crypto";', platformViolations],
    ["shared/domain/ids.ts", 'import { randomUUID } from "crypto";', platformViolations],
    ["shared/domain/view.ts", "export const width = () => window.innerWidth;", platformViolations],
    ["renderer/main.tsx", "export const env = process.env;", platformViolations],
    ["electron/engine/chats/service.ts", 'const rows = db.all("SELECT id FROM chats");', sqlViolations],
    ["electron/engine/chats/service.ts", 'db.run("\\n  UPDATE chats SET title = " + x);', sqlViolations],
    ["electron/engine/models/download.ts", "const r = await fetch(url);", networkViolations],
    ["electron/engine/models/download.ts", "const r = await globalThis.fetch(url);", networkViolations],
    ["electron/engine/models/download.ts", 'import { request } from "node:http";', networkViolations],
    ["electron/engine/models/download.ts", 'import net from "node:net";', networkViolations],
    ["electron/cli/ask.ts", 'import { connect } from "node:net";', networkViolations],
    ["electron/parsers/html.ts", 'import https from "https";', networkViolations],
    ["electron/engine/runs/service.ts", 'new WebSocket("ws://example.org");', networkViolations],
  ];
  test.each(cases)("%s: %s", (file, text, violationsOf) => {
    expect(violationsOf(parseSource(file, text))).toHaveLength(1);
  });

  test("what is allowed is not reported", () => {
    const fine = [
      parseSource("electron/engine/api/server.ts", 'import { createServer } from "node:http";'),
      parseSource("electron/engine/egress/fetch.ts", 'import { request } from "undici"; await fetch("x");'),
      parseSource("electron/engine/chats/store.ts", 'const all = "SELECT id FROM chats";'),
      parseSource("electron/headless/connect.ts", 'import { connect } from "node:net";'),
      parseSource("electron/engine/chats/service.ts", 'const hint = "Select a model from the list";'),
    ];
    expect(fine.flatMap((source) => Object.values(rules).flatMap((rule) => rule(source)))).toEqual([]);
  });
});
