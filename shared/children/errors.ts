// How errors cross a channel: by code and parameters, so that both sides speak of the same table.
import { AlcoveError, isErrorCode, toAlcoveError } from "../domain/errors.ts";
import type { WireError } from "./channel.ts";

export function toWireError(error: unknown): WireError {
  const known = toAlcoveError(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { code: known.code, message: known.message, params: known.params, ...(stack ? { stack } : {}) };
}

export function fromWireError(wire: WireError): AlcoveError {
  const code = isErrorCode(wire.code) ? wire.code : "internal";
  const error = new AlcoveError(code, wire.params ?? { detail: wire.message });
  if (wire.stack) error.stack = wire.stack;
  return error;
}
