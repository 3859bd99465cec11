// Reads the repository's own source files and their imports with TypeScript's parser. Used by the tests beside it.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The repository's root folder. */
export const root = path.join(import.meta.dirname, "..", "..");

/** One import, export-from, dynamic import or require of a file. */
export interface Import {
  /** As written: "node:fs", "zod", "./store.ts". */
  specifier: string;
  /** Path from the root for a relative one, the package's name for a package, "node:x" for Node's own. */
  target: string;
  /** Names that are taken from it; empty for a namespace, a side effect or a dynamic import. */
  names: string[];
  typeOnly: boolean;
  line: number;
}

/** A parsed source file; `file` is its path from the root with forward slashes. */
export interface Source {
  file: string;
  text: string;
  tree: ts.SourceFile;
  imports: Import[];
}

const builtin = /^(node:|(fs|path|os|http|https|net|tls|dns|child_process|worker_threads|crypto|url|util)(\/|$))/;

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ""));
  if (builtin.test(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Visits every node of a tree, parents first. */
export function visit(node: ts.Node, on: (node: ts.Node) => void): void {
  on(node);
  ts.forEachChild(node, (child) => visit(child, on));
}

/** Line of a node, from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function bindingNames(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  return bindings && ts.isNamedImports(bindings)
    ? bindings.elements.map((element) => (element.propertyName ?? element.name).text)
    : [];
}

function importsOf(file: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, literal: ts.Node | undefined, names: string[], typeOnly: boolean) => {
    if (!literal || !ts.isStringLiteralLike(literal)) return;
    const specifier = literal.text;
    found.push({ specifier, target: targetOf(file, specifier), names, typeOnly, line: lineOf(tree, node) });
  };
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      add(node, node.moduleSpecifier, bindingNames(clause), clause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, [], node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, [], true);
    else if (ts.isCallExpression(node)) {
      const called = node.expression;
      const loads =
        called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && /^require$/.test(called.text));
      if (loads) add(node, node.arguments[0], [], false);
    }
  });
  return found;
}

/** Parses `text` as if it were `file`; the tests of the reader itself use it directly. */
export function parseSource(file: string, text: string): Source {
  const kind = /\.(tsx|jsx)$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  return { file, text, tree, imports: importsOf(file, tree) };
}

/** Every source file under the given top-level folders. */
export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js)$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
      .sort()
      .map((file) => parseSource(file, readFileSync(path.join(root, file), "utf8"))),
  );
}
