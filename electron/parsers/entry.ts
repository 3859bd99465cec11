// The parser process: turns one untrusted file at a time into text with pages, blocks and positions.
// Started by the engine through `launch("parser")`; the limits here keep a hostile file from harming anything else.
import { MEMORY_LIMIT_MB } from "../../shared/children/index.ts";
import type { ParserMethods } from "../../shared/children/parser.ts";
import { startChild } from "../child/start.ts";
import { packDocument } from "./pack.ts";
import { parseFile } from "./parse.ts";

startChild<ParserMethods>(
  { parse: async (params, context) => packDocument(await parseFile(params, context)) },
  { memoryLimitMb: MEMORY_LIMIT_MB.parser },
);
