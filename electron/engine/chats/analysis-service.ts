// Analyses of whole documents: starting one as a question of a conversation, and going on with one or doing it again.
import type { AnalysisKind } from "../../../shared/contract/chats.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { AnalysisInput } from "./analysis.ts";
import type { AnswerStarted, ChatService } from "./service.ts";
import type { ChatStores } from "./stores.ts";

export interface AnalysisRequest {
  conversationId: string;
  documentIds: string[];
  kind: AnalysisKind;
  language: AnalysisInput["language"];
  /** How the question is shown. */
  text: string;
  modelId?: string | undefined;
}

export function analysisService(deps: {
  chats: Pick<ChatService, "startAnalysis" | "repeatAnalysis" | "reopen">;
  stores: ChatStores;
  /** Throws where there is no such document. */
  requireDocument(id: string): unknown;
  /** What a run was started with. */
  inputOf(runId: string): unknown;
}) {
  const { chats, stores } = deps;
  return {
    /** Errors: `not-found` for a conversation or document that is not there. */
    start({ conversationId, documentIds, kind, language, text, modelId }: AnalysisRequest): AnswerStarted {
      for (const id of documentIds) deps.requireDocument(id);
      return chats.startAnalysis(
        { conversationId, text, kind },
        (ids): AnalysisInput => ({
          ...ids,
          documentIds: [...new Set(documentIds)],
          kind,
          language,
          modelId: modelId ?? null,
        }),
      );
    },
    /**
     * Goes on with an analysis that did not come to its end, reading no part twice. One that is done, or that another
     * model is asked for, is made anew beside it. Errors: `not-found`, `invalid` while it is being written.
     */
    again(answerId: string, modelId?: string): AnswerStarted {
      const { message } = stores.message(answerId);
      if (!message.runId || !message.parentId) throw new AlcoveError("not-found", { what: "analysis", id: answerId });
      const input = deps.inputOf(message.runId) as AnalysisInput;
      if (message.status !== "done" && (modelId === undefined || modelId === input.modelId)) {
        return chats.reopen(answerId, "analysis", input);
      }
      return chats.repeatAnalysis(
        message.parentId,
        (ids): AnalysisInput => ({ ...input, ...ids, modelId: modelId ?? input.modelId }),
      );
    },
  };
}
export type AnalysisService = ReturnType<typeof analysisService>;
