// Questions with known pages: how often the page is found and cited, without and with a real model; and that fusion
// never falls below the better single method. `npm run check -- 01.3`
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { alcove } from "./support/command-line.ts";
import { atLeast, type Figure, runCheck, shown, table } from "./support/figures.ts";
import { checkWorkspace, materialFolder, repositoryRoot } from "./support/places.ts";

interface QaSummary {
  questions: number;
  pageInTop5: number;
  firstCitationRight: number;
  answerContained: number;
  refusedShare: number;
  meanTotalMs: number;
  meanFirstTokenMs: number;
}
interface Retrieval {
  collection: string;
  mode: "vector" | "full-text" | "default";
  ndcg10: number;
}

/** Aims by language: without a model for all questions, with one for the sample. */
const AIMS = {
  en: { pageInTop5: 98, firstCitation: 95, withModel: 90 },
  zh: { pageInTop5: 97, firstCitation: 95, withModel: 85 },
};
const MODEL_QUESTIONS = 20;
const COLLECTIONS = ["xquad-en-sent", "xquad-zh-sent", "dureader-demo"];
/** How far the default may be below the better single method, in nDCG@10. */
const FUSION_RULE = 0.01;

async function evaluateQa(workspace: string, language: "en" | "zh", args: string[]): Promise<QaSummary> {
  const questions = materialFolder("qa", `qa.${language}.jsonl`);
  let asked = 0;
  const objects = await alcove(
    workspace,
    ["eval", "qa", questions, "--docs", materialFolder("qa", "docs"), ...args],
    (line) => {
      asked++;
      if (line.firstCitationRight === false) console.log(`  ${language}: "${line.question}" cited ${line.cited}`);
      else if (!args.includes("none") && asked % 5 === 0) console.log(`  ${language}: ${asked} questions`);
    },
  );
  return objects.at(-1)!.summary as QaSummary;
}

async function quoted(workspace: string, language: "en" | "zh"): Promise<Figure[]> {
  const summary = await evaluateQa(workspace, language, ["--model", "none"]);
  const aim = AIMS[language];
  return [
    atLeast(`${language}, quoted: page among the first five`, 100 * summary.pageInTop5, aim.pageInTop5, "%"),
    atLeast(`${language}, quoted: first citation right`, 100 * summary.firstCitationRight, aim.firstCitation, "%"),
    shown(`${language}, quoted: answer contained`, 100 * summary.answerContained, "%"),
    shown(`${language}, quoted: wrongly refused`, 100 * summary.refusedShare, "%"),
  ];
}

async function written(
  workspace: string,
  language: "en" | "zh",
  model: string,
  limit: number,
  seed: number,
): Promise<Figure[]> {
  const args = ["--model", model, "--limit", String(limit), "--seed", String(seed)];
  const summary = await evaluateQa(workspace, language, args);
  return [
    shown(`${language}, model: questions`, summary.questions),
    atLeast(
      `${language}, model: first citation right`,
      100 * summary.firstCitationRight,
      AIMS[language].withModel,
      "%",
    ),
    shown(`${language}, model: answer contained`, 100 * summary.answerContained, "%"),
    shown(`${language}, model: seconds to the first word`, summary.meanFirstTokenMs / 1000, "s"),
    shown(`${language}, model: seconds an answer`, summary.meanTotalMs / 1000, "s"),
  ];
}

async function fusion(workspace: string, collection: string): Promise<Figure> {
  const args = ["eval", "retrieval", materialFolder("retrieval", collection), "--modes", "vector,full-text,default"];
  const rows = (await alcove(workspace, args)) as unknown as Retrieval[];
  const of = (mode: Retrieval["mode"]) => rows.find((row) => row.mode === mode)!.ndcg10;
  console.log(
    table([
      [
        `  ${collection}`,
        ...(["vector", "full-text", "default"] as const).map((mode) => `${mode} ${of(mode).toFixed(3)}`),
      ],
    ]),
  );
  return atLeast(
    `${collection}: default over the better single method`,
    of("default") - Math.max(of("vector"), of("full-text")),
    -FUSION_RULE,
  );
}

await runCheck(async ({ full, seed }) => {
  const models = join(repositoryRoot, "models");
  const file = existsSync(models)
    ? readdirSync(models).find((name) => name.startsWith("qwen2.5-coder-0.5b"))
    : undefined;
  if (!file) throw new Error("There is no chat model in models/. Run: npm run models:fetch");
  const workspace = checkWorkspace("answers");
  const [imported] = await alcove(workspace, ["models", "import", join(models, file)]);
  const figures: Figure[] = [];
  for (const language of ["en", "zh"] as const) figures.push(...(await quoted(workspace, language)));
  const collections = full
    ? readdirSync(materialFolder("retrieval"), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      )
    : COLLECTIONS;
  for (const collection of collections) figures.push(await fusion(workspace, collection));
  const limit = full ? 1000 : MODEL_QUESTIONS;
  for (const language of ["en", "zh"] as const) {
    figures.push(...(await written(workspace, language, String(imported!.id), limit, seed)));
  }
  return figures;
});
