// From what a client of the contract catches to the table's plain form.
import { ORPCError } from "@orpc/client";
import { AlcoveError, type ErrorJson, errorToJson, isErrorCode } from "../domain/errors.ts";

/** The plain form of anything that a call threw: typed errors keep their code, broken input is `invalid`. */
export function errorOfCall(error: unknown): ErrorJson {
  if (error instanceof ORPCError) {
    const data = error.data as Partial<ErrorJson> | undefined;
    if (data?.code && isErrorCode(data.code)) return data as ErrorJson;
    if (error.code === "BAD_REQUEST") return errorToJson(new AlcoveError("invalid", { detail: error.message }));
  }
  return errorToJson(error);
}
