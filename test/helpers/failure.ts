// What a call that is expected to fail threw, in the table's plain form.
import { errorOfCall } from "../../shared/contract/errors.ts";
import type { ErrorJson } from "../../shared/domain/errors.ts";

/** The error of a call; throws when it succeeds after all. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<ErrorJson> {
  let value: unknown;
  try {
    value = await (typeof call === "function" ? call() : call);
  } catch (error) {
    return errorOfCall(error);
  }
  throw new Error(`Expected a failure, but the call gave ${JSON.stringify(value)}.`);
}
