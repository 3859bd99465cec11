// Unsent questions: what the window remembers, what is given back after a failure, and what goes with a chat that begins.
import { beforeEach, describe, expect, it } from "vitest";
import {
  carryDraft,
  clearDraft,
  draftName,
  giveBackDraft,
  setDraft,
  TEMPORARY_DRAFT,
} from "../../renderer/features/chat/drafts.ts";
import { setFailed, useChat } from "../../renderer/features/chat/store.ts";

const drafts = () => useChat.getState().drafts;

describe("drafts", () => {
  beforeEach(() => useChat.setState({ drafts: {}, temporaryId: "t", failed: {} }));

  it("belong to their conversation, the new chat, or the new temporary one", () => {
    expect(draftName("c", true)).toBe("c");
    expect(draftName(null, false)).toBe("");
    expect(draftName(null, true)).toBe(TEMPORARY_DRAFT);
  });
  it("are empty once their text was sent", () => {
    setDraft(TEMPORARY_DRAFT, "secret");
    clearDraft(TEMPORARY_DRAFT);
    expect(drafts()).toEqual({});
  });
  it("come back when sending failed, but never over what was typed since", () => {
    giveBackDraft("t", "first");
    expect(drafts().t).toBe("first");
    giveBackDraft("t", "again");
    expect(drafts().t).toBe("first");
  });
  it("go with a chat that came into being while one typed on", () => {
    setDraft(TEMPORARY_DRAFT, "and then?");
    carryDraft(TEMPORARY_DRAFT, "t");
    expect(drafts()).toMatchObject({ [TEMPORARY_DRAFT]: "", t: "and then?" });
  });
  it("stand beside one reason for failure a conversation, which can be taken back", () => {
    const error = { code: "model.none", message: "", action: "", params: {} };
    setFailed("c", error);
    setFailed(null, error);
    setFailed("c", null);
    expect(useChat.getState().failed).toEqual({ "": error });
  });
});
