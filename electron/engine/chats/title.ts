// The run `title`: once a first answer is there and the model has nothing else to do, it is asked to name the conversation.
import type { ChatTurn, InferenceMethods } from "../../../shared/children/inference.ts";
import type { ChangeFeed } from "../changes.ts";
import type { Part } from "../parts.ts";
import type { RunContext, RunKindDeclaration } from "../runs/service.ts";
import { withoutMarks } from "./continuation.ts";
import type { Foreground } from "./foreground.ts";
import type { ChatStore } from "./store.ts";

export interface TitleInput {
  conversationId: string;
  questionId: string;
  /** The answer after which it is asked, by the model that wrote it. */
  answerId: string;
}

export interface TitleDeps {
  storeOf(conversationId: string): ChatStore;
  inference: Part<InferenceMethods>;
  foreground: Foreground;
  /** Errors: `not-found`. */
  chatModel(id: string): { path: string } | null;
  changes: ChangeFeed;
}

const MAX_TOKENS = 24;
/** Longer than this it is no title but an answer. */
const MAX_CHARACTERS = 60;

const REQUEST = {
  en: "Give this conversation a title of at most six words, in the language of my question. Reply with the title only.",
  zh: "请给这段对话起一个不超过十六个字的标题，只回答标题本身。",
};

const LABEL = /^(?:title|conversation title|标题|題目|标题是|对话标题)\s*[:：]\s*/i;
const EDGES = /^[\s"'“”‘’«»「」『』《》【】*_#`>-]+|[\s"'“”‘’«»「」『』《》【】*_#`.。,，;；:：!！…-]+$/g;

/** A model's reply as a title; null where it is none. */
export function cleanTitle(reply: string): string | null {
  const line = reply.split(/\r?\n/).find((each) => each.replace(EDGES, "") !== "");
  if (line === undefined) return null;
  const title = line.replace(EDGES, "").replace(LABEL, "").replace(EDGES, "").replace(/\s+/g, " ");
  return title.length > MAX_CHARACTERS || !/[\p{L}\p{N}]/u.test(title) ? null : title;
}

/** Whether a conversation still bears the beginning of its question as its title. */
export const wantsTitle = (store: ChatStore, conversationId: string): boolean =>
  store.conversation(conversationId)?.titledBy === "question";

export function titleRun(deps: TitleDeps): RunKindDeclaration<TitleInput> {
  const work = async (input: TitleInput, { signal }: RunContext) => {
    const store = deps.storeOf(input.conversationId);
    const named = await deps.foreground.between(signal, async (undisturbed) => {
      const question = store.message(input.questionId);
      const answer = store.message(input.answerId);
      const detail = store.detail(input.answerId);
      const modelId = detail?.parameters.modelId;
      // A question that came since brings its own chance.
      if (!question || !answer || !detail || typeof modelId !== "string") return null;
      if (!wantsTitle(store, input.conversationId) || store.newestChild(input.conversationId, answer.id)) return null;
      const model = deps.chatModel(modelId);
      if (!model) return null;
      // The same turns as for the answer: the model has read them already.
      const messages: ChatTurn[] = [
        ...detail.messages,
        { role: "assistant", content: withoutMarks(answer.text, answer.citations) },
        { role: "user", content: question.language === "zh" ? REQUEST.zh : REQUEST.en },
      ];
      const { text } = await deps.inference.call(
        "generate",
        { path: model.path, messages, maxTokens: MAX_TOKENS, temperature: 0, thinking: false },
        { signal: undisturbed },
      );
      return cleanTitle(text);
    });
    if (!named || !wantsTitle(store, input.conversationId)) return { title: null };
    store.rename(input.conversationId, named, "model");
    deps.changes.changed("chats", input.conversationId);
    return { title: named };
  };
  return { kind: "title", afterRestart: "interrupt", concurrency: 1, work };
}
