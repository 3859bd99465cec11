// Every command. A test fails when a file of this folder is not listed.
import type { Command } from "../command.ts";
import { ask } from "./ask.ts";
import { evalQa } from "./eval-qa.ts";
import { evalRetrieval } from "./eval-retrieval.ts";
import { extract } from "./extract.ts";
import { ingest } from "./ingest.ts";
import { kb } from "./kb.ts";
import { models } from "./models.ts";
import { search } from "./search.ts";
import { serve } from "./serve.ts";

export const commands: readonly Command[] = [extract, kb, ingest, search, ask, models, evalRetrieval, evalQa, serve];
