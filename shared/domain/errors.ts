// The closed table of everything that can go wrong in a way a person should hear of.
// Services throw `new AlcoveError(code, params)`; dialects map `status`; the window translates by code (renderer/i18n/*/errors.ts).

interface ErrorRow {
  /** HTTP status in dialects that have one. */
  status: number;
  /** What happened: one finished sentence; {name} is filled from the parameters. */
  message: string;
  /** What the person can do. Empty where nothing can be done. */
  action: string;
}

const row = (status: number, message: string, action: string): ErrorRow => ({ status, message, action });

export const ERRORS = {
  internal: row(
    500,
    "Something failed inside Alcove: {detail}",
    "The log in the workspace has the details. Try again; if it repeats, report it.",
  ),
  invalid: row(400, "The request is not valid: {detail}", "Correct it and try again."),
  "not-found": row(404, "There is no {what} with the id {id}.", "It may have been deleted. Reload the list."),
  unauthorized: row(
    401,
    "The access token is missing or wrong.",
    "Open the address that Alcove printed at start, token included.",
  ),
  "forbidden-origin": row(
    403,
    "A page from another address tried to reach Alcove.",
    "Open Alcove at the address that it printed.",
  ),
  cancelled: row(499, "Stopped.", ""),
  interrupted: row(500, "Alcove stopped while this was running. What was done is kept.", "Start it again to go on."),

  "workspace.locked": row(
    409,
    "Another Alcove has the workspace {path} open.",
    "Close it, or choose another folder with --workspace.",
  ),
  "workspace.read-only": row(
    500,
    "The workspace {path} cannot be written to.",
    "Give yourself write permission, or choose another folder with --workspace.",
  ),
  "workspace.newer": row(
    409,
    "The workspace was written by a newer Alcove (schema {found}, this one knows {known}).",
    "Update Alcove, or choose another folder with --workspace.",
  ),
  "workspace.migration-failed": row(
    500,
    "Updating the workspace failed and was rolled back: {detail}",
    "Nothing was changed. A snapshot from before is in {snapshot}.",
  ),
  "port.taken": row(
    409,
    "Port {port} is in use by another program.",
    "Choose another one with --port, or leave it out.",
  ),
  "child.lost": row(
    503,
    "The {part} part of Alcove stopped unexpectedly and is being restarted.",
    "Try again. Your data is not affected.",
  ),
  "child.timeout": row(
    504,
    "The {part} part of Alcove did not answer within {seconds} s and was restarted.",
    "Try again with a smaller input.",
  ),
  "child.memory": row(
    507,
    "The {part} part of Alcove needed more than {limitMb} MB and was stopped.",
    "Split the file, or close other programs.",
  ),

  "file.not-found": row(404, "There is no file at {path}.", "Check the name and try again."),
  "file.unreadable": row(422, "{file} cannot be read: {detail}", "Check its permissions, or copy it and add the copy."),
  "file.empty": row(422, "{file} is empty.", "Add a file that has content."),
  "file.too-large": row(413, "{file} is larger than {limitMb} MB.", "Split it into smaller files."),
  "document.unsupported": row(
    415,
    "{file} is of a kind that cannot be read yet.",
    "Add a PDF, Word, HTML, Markdown or plain text file.",
  ),
  "document.damaged": row(422, "{file} is damaged: {detail}", "Open it in its own program and save it anew."),
  "document.encrypted": row(422, "{file} needs its password.", "Enter the password to read it."),
  "document.wrong-password": row(422, "The password does not open {file}.", "Enter another password."),
  "document.no-text": row(
    422,
    "{file} has no text that can be read: it is probably a scan.",
    "Use a version with a text layer. Reading scans comes with a later version.",
  ),
  "document.garbled": row(
    422,
    "The text inside {file} is garbled and would give wrong answers.",
    "Save it anew from its own program, or use another version.",
  ),
  "document.pages-without-text": row(
    200,
    "{count} of {total} pages have no text that can be read.",
    "They are probably scans. The other pages can be searched.",
  ),
  "document.truncated": row(
    200,
    "{file} is longer than can be read; only the first {limit} characters are searched.",
    "Split it into smaller files.",
  ),
  "document.duplicate": row(409, "{file} is already in this knowledge base as {existing}.", ""),
  "document.too-long-token": row(
    422,
    "{file} has a stretch of text that does not fit the embedder.",
    "Report this file.",
  ),

  "knowledge.name-taken": row(409, "There is already a knowledge base called {name}.", "Choose another name."),
  "knowledge.none": row(404, "There is no knowledge base called {name}.", "List them with: alcove kb list"),
  "embedder.unknown": row(404, "The embedder {id} is not installed.", "Install it, or choose another one."),
  "embedder.too-long": row(
    422,
    "A text of {tokens} tokens is longer than the {limit} that the embedder reads.",
    "Report this: chunks should never be that long.",
  ),

  "chat.temporary-files": row(
    409,
    "A temporary chat takes no files: to be searched they would have to be written to disk.",
    "Add them in a normal chat.",
  ),

  "model.none": row(409, "No chat model is installed.", "Get one on the Models page, or import a GGUF file."),
  "model.invalid": row(
    422,
    "{file} is not a usable GGUF model: {detail}",
    "Download it again, or choose another file.",
  ),
  "model.not-chat": row(422, "{file} is not a chat model.", "Choose a model that was made for chat."),
  "model.too-large": row(
    507,
    "{file} needs about {needMb} MB and {freeMb} MB are free.",
    "Close other programs, or choose a smaller model.",
  ),
  "model.load-failed": row(500, "{file} could not be loaded: {detail}", "Choose another model."),
  "model.hash-mismatch": row(
    422,
    "{file} arrived damaged: its SHA-256 is not the expected one.",
    "It was deleted. Download it again.",
  ),
  "model.in-use": row(409, "{name} is answering right now.", "Stop the answer first."),
  "context.too-long": row(
    413,
    "The question and its history need {tokens} tokens, the model takes {limit}.",
    "Ask a shorter question or start a new chat.",
  ),
  "generation.failed": row(
    500,
    "The model stopped while answering: {detail}",
    "What it had written is kept. Answer again.",
  ),

  "network.air-gap": row(
    403,
    "Alcove is offline by your choice, so {host} was not contacted.",
    "Allow this one connection, or turn the air-gap off in Settings.",
  ),
  "network.not-permitted": row(403, "{host} may not be contacted for this.", "Allow the connection when asked."),
  "network.failed": row(
    502,
    "{host} could not be reached: {detail}",
    "Check the connection and try again. What was downloaded is kept.",
  ),
  "network.status": row(502, "{host} answered with status {status}.", "Try again later."),
  "disk.full": row(
    507,
    "The disk is full: {needMb} MB are needed, {freeMb} MB are free.",
    "Free some space and try again.",
  ),
} satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorParams = Record<string, string | number>;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

/** Replaces {name} by its parameter; an unknown name stays as it is. */
export function fillTemplate(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** The one error class. Anything else that is thrown becomes `internal` at the boundary. */
export class AlcoveError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(fillTemplate(ERRORS[code].message, params), options);
    this.name = "AlcoveError";
    this.code = code;
    this.params = params;
  }

  /** What the person can do about it. */
  get action(): string {
    return fillTemplate(ERRORS[this.code].action, this.params);
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Plain form of an error, for JSON and for rows in the database. */
export interface ErrorJson {
  code: ErrorCode;
  message: string;
  action: string;
  params: ErrorParams;
}

/** Any thrown value as an AlcoveError; aborts become `cancelled`, strangers `internal`. */
export function toAlcoveError(error: unknown): AlcoveError {
  if (error instanceof AlcoveError) return error;
  if (error instanceof Error && error.name === "AbortError") return new AlcoveError("cancelled", {}, { cause: error });
  const detail = error instanceof Error ? error.message : String(error);
  return new AlcoveError("internal", { detail }, { cause: error });
}

export function errorToJson(error: unknown): ErrorJson {
  const { code, message, action, params } = toAlcoveError(error);
  return { code, message, action, params };
}
