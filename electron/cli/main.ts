// `alcove COMMAND …`: reads the command line, finds the command, turns its outcome into output and an exit code.
import { parseArgs } from "node:util";
import { errorOfCall } from "../../shared/contract/errors.ts";
import { AlcoveError, type ErrorJson } from "../../shared/domain/errors.ts";
import { defaultWorkspace } from "../engine/paths.ts";
import { version } from "../engine/version.ts";
import { type Connection, connect } from "../headless/connect.ts";
import { type Command, type CommonOptions, EXIT, exitCodeOf, type Io, printedError, UsageError } from "./command.ts";
import { commands } from "./commands/index.ts";

const COMMON_HELP = `Options of every command:
  --workspace DIR   the workspace; default ${defaultWorkspace()}
  --json            one JSON object a line on standard output
  --quiet           no progress, no notes
  --yes             agrees to what would be asked, for example one connection of a download
  --help, --version`;

const PROGRESS_EVERY_MS = 3000;

/** Takes the common options out of the command line, wherever they stand. */
function splitArgs(args: string[]) {
  const { tokens, values } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      workspace: { type: "string" },
      json: { type: "boolean" },
      quiet: { type: "boolean" },
      yes: { type: "boolean" },
      help: { type: "boolean" },
      version: { type: "boolean" },
    },
  });
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || !["workspace", "json", "quiet", "yes", "help", "version"].includes(token.name))
      continue;
    taken.add(token.index);
    if (token.name === "workspace" && token.inlineValue === false) taken.add(token.index + 1);
  }
  // Without its folder the option would silently mean the default one.
  const unnamed = values.workspace === true || values.workspace === "";
  const workspace = typeof values.workspace === "string" ? values.workspace : defaultWorkspace();
  const common: CommonOptions = { workspace, json: !!values.json, quiet: !!values.quiet, yes: !!values.yes };
  return {
    rest: args.filter((_, i) => !taken.has(i)),
    common,
    help: !!values.help,
    version: !!values.version,
    unnamed,
  };
}

function createIo(options: CommonOptions, signal: AbortSignal): Io {
  const terminal = process.stderr.isTTY === true;
  let progressAtMs = 0;
  let onProgressLine = false;
  const clear = () => {
    if (onProgressLine) process.stderr.write("\r\x1b[K");
    onProgressLine = false;
  };
  return {
    options,
    signal,
    data(object, text) {
      clear();
      process.stdout.write(options.json ? `${JSON.stringify(object)}\n` : text ? `${text}\n` : "");
    },
    stream(text) {
      clear();
      if (!options.json) process.stdout.write(text);
    },
    note(text) {
      clear();
      if (!options.quiet) process.stderr.write(`${text}\n`);
    },
    failure(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (options.quiet) return;
      if (terminal) {
        process.stderr.write(`\r\x1b[K${text}`);
        onProgressLine = true;
      } else if (performance.now() - progressAtMs > PROGRESS_EVERY_MS) {
        progressAtMs = performance.now();
        process.stderr.write(`${text}\n`);
      }
    },
  };
}

function helpOf(command: Command): string {
  return `${command.summary}\n\nUsage: alcove ${command.usage}\nExample: alcove ${command.example}\n\n${COMMON_HELP}`;
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const list = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`).join("\n");
  return `Alcove ${version}: private AI assistants on this machine.\n\nUsage: alcove COMMAND …\n\n${list}\n\n${COMMON_HELP}`;
}

async function main(): Promise<number> {
  const { rest, common, help, version: wantsVersion, unnamed } = splitArgs(process.argv.slice(2));
  if (unnamed) {
    console.error("Which folder? --workspace takes one.");
    return EXIT.usage;
  }
  if (wantsVersion) {
    console.log(version);
    return EXIT.done;
  }
  // "eval retrieval" and the like are commands of two words.
  const command =
    commands.find((each) => each.name === rest.slice(0, 2).join(" ")) ?? commands.find((each) => each.name === rest[0]);
  if (!command) {
    const asked = rest[0] !== undefined && !help;
    (asked ? console.error : console.log)(
      asked ? `There is no command called ${rest[0]}.\n\n${overview()}` : overview(),
    );
    return asked ? EXIT.usage : EXIT.done;
  }
  if (help) {
    console.log(helpOf(command));
    return EXIT.done;
  }
  const controller = new AbortController();
  let interrupted = false;
  const onSignal = () => {
    // A second Ctrl-C does not wait any longer.
    if (interrupted) process.exit(EXIT.interrupted);
    interrupted = true;
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const io = createIo(common, controller.signal);
  let connection: Connection | undefined;
  try {
    const code = await command.run(rest.slice(command.name.split(" ").length), io, async () => {
      connection ??= await connect(common.workspace);
      return connection.client;
    });
    return interrupted ? EXIT.interrupted : code;
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
      const { message } = error as Error;
      const action = `Usage: alcove ${command.usage}`;
      if (common.json) io.data({ error: { code: "invalid", message, action } }, "");
      else io.failure(`${message}\n\n${action}\nExample: alcove ${command.example}`);
      return EXIT.usage;
    }
    // Whatever a broken line throws, this is what has happened.
    const known: ErrorJson = errorOfCall(connection?.isLost() ? new AlcoveError("interrupted") : error);
    if (common.json) io.data({ error: printedError(known) }, "");
    else io.failure(`${known.message} ${known.action}`.trim());
    return interrupted ? EXIT.interrupted : exitCodeOf(known);
  } finally {
    await connection?.close({
      atOnce: interrupted,
      onWaiting: () => io.note("Another command is using the workspace through this one; waiting for it to end."),
    });
  }
}

// A reader that closes the pipe early (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.failed),
);
process.exitCode = await main();
