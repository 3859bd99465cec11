// The parser process: turns one untrusted file at a time into text with pages, blocks and positions.
// Started by the engine through `launch("parser")`; the limits here keep a hostile file from harming anything else.
import type { ParserMethods } from "../../shared/children/parser.ts";
import { startChild } from "../child/start.ts";
import { parseFile } from "./parse.ts";

startChild<ParserMethods>(
  { parse: (params, context) => parseFile(params, context) },
  // A 300-page PDF with large tables stays under 600 MB; decompression bombs pass this within a second.
  { memoryLimitMb: 1500 },
);
