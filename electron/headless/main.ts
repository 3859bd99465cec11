// Entry of dist/headless.js, which build/start.mjs runs where there is no Electron.
import { errorToJson } from "../../shared/domain/errors.ts";
import { serve } from "./serve.ts";

serve(process.argv.slice(2)).catch((error) => {
  const { message, action } = errorToJson(error);
  console.error(`${message} ${action}`.trim());
  process.exit(1);
});
