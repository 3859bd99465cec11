// `alcove extract`: the text of files, page by page. Touches no knowledge base.
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import { type Command, EXIT, exitCodeOf, printedError, UsageError } from "../command.ts";

export const extract: Command = {
  name: "extract",
  summary: "Prints the text of files, page by page.",
  usage: "extract FILE… [--password P]",
  example: "extract README.md",
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { password: { type: "string" } },
    });
    if (positionals.length === 0) throw new UsageError("Which files?");
    const client = await connect();
    let failed = 0;
    let code: number = EXIT.done;
    for (const path of positionals) {
      if (io.signal.aborted) break;
      const file = basename(path);
      try {
        const source = { file: { path: resolve(path) }, ...(values.password ? { password: values.password } : {}) };
        const { format, pages, warnings } = await client.documents.extract(source, { signal: io.signal });
        io.data({ file, format, pages, ...(warnings.length > 0 ? { warnings } : {}) }, pages.join("\n\f\n"));
      } catch (error) {
        failed++;
        const known = errorOfCall(error);
        code = exitCodeOf(known);
        if (io.options.json) io.data({ file, error: printedError(known) }, "");
        else io.failure(`${known.message} ${known.action}`.trim());
      }
    }
    return failed === positionals.length ? code : failed > 0 ? EXIT.someFailed : EXIT.done;
  },
};
