// Promises of the table of errors: every entry is a finished sentence with an action, and nothing gets lost on the way.
import { ORPCError } from "@orpc/client";
import { describe, expect, it } from "vitest";
import { fromWireError, toWireError } from "../../shared/children/errors.ts";
import { errorOfCall } from "../../shared/contract/errors.ts";
import { AlcoveError, ERRORS, type ErrorCode, errorToJson, toAlcoveError } from "../../shared/domain/errors.ts";

const rows = Object.entries(ERRORS) as [ErrorCode, (typeof ERRORS)[ErrorCode]][];
/** Where nothing can be done. */
const NO_ACTION: ErrorCode[] = ["cancelled", "document.duplicate"];

describe("every error", () => {
  it.each(rows)("%s is a finished sentence with an action", (code, { message, action, status }) => {
    expect(message).toMatch(/^(\p{Lu}|\{).*(\.|\{detail\})$/su);
    if (NO_ACTION.includes(code)) expect(action).toBe("");
    else expect(action).toMatch(/^\p{Lu}.*(\.|kb list)$/su);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(600);
  });
});

describe("an error", () => {
  const error = new AlcoveError("disk.full", { needMb: 12, freeMb: 3 });

  it("fills its sentences from its parameters, and leaves what it does not have", () => {
    expect(error.message).toBe("The disk is full: 12 MB are needed, 3 MB are free.");
    expect(new AlcoveError("disk.full").message).toContain("{needMb}");
    expect(new AlcoveError("internal", { detail: "{constructor}" }).message).toContain("{constructor}");
  });

  it("keeps code and parameters over a child's channel", () => {
    expect(errorToJson(fromWireError(toWireError(error)))).toEqual(errorToJson(error));
    expect(fromWireError({ code: "unheard-of", message: "odd" })).toMatchObject({ code: "internal" });
    expect(fromWireError(toWireError(new TypeError("bug")))).toMatchObject({
      code: "internal",
      params: { detail: "bug" },
    });
  });

  it("keeps code and parameters over the contract", () => {
    const thrown = new ORPCError("ALCOVE", { data: errorToJson(error) });
    expect(errorOfCall(thrown)).toEqual(errorToJson(error));
    expect(errorOfCall(new ORPCError("BAD_REQUEST", { message: "no" }))).toMatchObject({ code: "invalid" });
    expect(errorOfCall(new Error("line cut"))).toMatchObject({ code: "internal", params: { detail: "line cut" } });
  });

  it("of an abort is cancelled, of a stranger internal", () => {
    const abort = AbortSignal.abort();
    expect(toAlcoveError(abort.reason).code).toBe("cancelled");
    expect(toAlcoveError("a string")).toMatchObject({ code: "internal", params: { detail: "a string" } });
    expect(toAlcoveError(error)).toBe(error);
  });
});
