// `alcove serve`: the window's server, as `npm start -- --headless` runs it.
import { serve as serveWindow } from "../../headless/serve.ts";
import { type Command, EXIT } from "../command.ts";

export const serve: Command = {
  name: "serve",
  summary: "Serves the window to a browser on this machine.",
  usage: "serve [--port N] [--host H] [--no-open]",
  example: "serve --no-open",
  async run(args, io) {
    await serveWindow([...args, "--workspace", io.options.workspace]);
    // Its own signal handlers end the process.
    await new Promise(() => {});
    return EXIT.done;
  },
};
