// `alcove models`: what is installed, importing a file, downloading from the catalogue.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Client } from "../../../shared/contract/index.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { modelNamed } from "../answers.ts";
import { type Command, EXIT, followRun, type Io, throwIfFailed, UsageError } from "../command.ts";

async function printOne(client: Client, io: Io, id: string): Promise<void> {
  const model = (await client.models.list()).find((each) => each.id === id);
  if (!model) throw new AlcoveError("not-found", { what: "model", id });
  const size = model.sizeBytes > 0 ? `, ${(model.sizeBytes / 1e6).toFixed(0)} MB` : "";
  io.data(model, `${model.id}  ${model.name}  (${model.kind}${size}${model.isDefault ? ", default" : ""})`);
}

export const models: Command = {
  name: "models",
  summary: "Lists, imports, downloads and removes models.",
  usage: "models list | info ID | import FILE | download ID --yes | remove ID",
  example: "models list",
  async run(args, io, connect) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
    const [action, name] = positionals;
    const client = await connect();
    if (action === "list") {
      for (const model of await client.models.list()) await printOne(client, io, model.id);
      return EXIT.done;
    }
    if (!name) throw new UsageError("Which model?");
    if (action === "info") await printOne(client, io, (await modelNamed(client, name)) ?? name);
    else if (action === "remove") {
      const modelId = (await modelNamed(client, name)) ?? name;
      await printOne(client, io, modelId);
      await client.models.remove({ modelId });
    } else if (action === "import" || action === "download") {
      if (action === "download" && !io.options.yes) {
        const entry = (await client.models.catalogue()).find((each) => each.id === name);
        io.note(`This connects to ${entry?.host ?? "the model hub"} for this one file. Agree with --yes.`);
      }
      const { runId } =
        action === "import"
          ? await client.models.import({ file: { path: resolve(name) } })
          : await client.models.download({ catalogueId: name, allowHost: io.options.yes });
      const view = await followRun(client, runId, io, (now) => {
        const { progress } = now;
        if (progress)
          io.progress(`${(progress.done / 1e6).toFixed(0)} of ${((progress.total ?? 0) / 1e6).toFixed(0)} MB`);
      });
      throwIfFailed(view);
      await printOne(client, io, String(view.result?.modelId));
    } else throw new UsageError(`models cannot ${action}.`);
    return EXIT.done;
  },
};
