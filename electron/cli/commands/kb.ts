// `alcove kb`: knowledge bases.
import { parseArgs } from "node:util";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { type Command, EXIT, type Io, knowledgeBaseNamed, UsageError } from "../command.ts";

function print(io: Io, base: KnowledgeBase): void {
  const { id, name, embedder, documents, chunks } = base;
  io.data(
    { id, name, embedder, documents, chunks },
    `${name}: ${documents} documents, ${chunks} passages (${embedder})`,
  );
}

export const kb: Command = {
  name: "kb",
  summary: "Lists, creates, changes and deletes knowledge bases.",
  usage: "kb list | create NAME [--embedder ID] | settings NAME [name=NEW] | delete NAME",
  example: "kb create Papers",
  async run(args, io, connect) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { embedder: { type: "string" } },
    });
    const [action, name, ...changes] = positionals;
    const client = await connect();
    if (action === "list") {
      for (const base of await client.knowledge.list()) print(io, base);
      return EXIT.done;
    }
    if (!name) throw new UsageError("Which knowledge base?");
    if (action === "create") {
      print(io, await client.knowledge.create({ name, ...(values.embedder ? { embedder: values.embedder } : {}) }));
      return EXIT.done;
    }
    let base = await knowledgeBaseNamed(client, name);
    if (action === "settings") {
      for (const change of changes) {
        const [key, value] = [change.split("=")[0], change.slice(change.indexOf("=") + 1)];
        if (key !== "name" || !change.includes("=")) throw new UsageError(`There is no setting called ${key}.`);
        base = await client.knowledge.rename({ knowledgeBaseId: base.id, name: value });
      }
      print(io, base);
      return EXIT.done;
    }
    if (action === "delete") {
      await client.knowledge.remove({ knowledgeBaseId: base.id });
      print(io, base);
      return EXIT.done;
    }
    throw new UsageError(`kb cannot ${action}.`);
  },
};
