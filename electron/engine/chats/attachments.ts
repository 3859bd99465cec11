// The files of a conversation: they lie in a hidden knowledge base of its own, so that they are read, searched, cited,
// removed and restored like any other document, and no list of the library shows them.
import { basename } from "node:path";
import type { FileSource } from "../../../shared/contract/base.ts";
import type { Attachment, Conversation } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { ASSISTANT_APP_ID } from "../../../shared/domain/app-config.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import { titleOf } from "./service.ts";
import type { ChatStores } from "./stores.ts";

export interface AttachRequest {
  conversationId?: string | undefined;
  files: FileSource[];
  /** Knowledge bases that a new conversation asks as well. */
  knowledgeBaseIds?: string[] | undefined;
}

export interface AttachmentDeps {
  stores: ChatStores;
  /** Errors: `not-found`. */
  requireKnowledge(id: string): unknown;
  createHiddenBase(name: string): { id: string };
  documents: {
    /** Errors: `not-found`. */
    get(id: string): Document;
    list(knowledgeBaseId: string): Document[];
    /** Starts an ingestion; its run's id. */
    add(knowledgeBaseId: string, files: FileSource[]): string;
  };
  /** Tokens of the passages of each ready document of a knowledge base, by document. */
  tokensOf(knowledgeBaseId: string): Map<string, number>;
  /** The model of that id, or the default one; null where none is installed. Errors: `not-found`. */
  chatModel(id: string | null): { contextTokens: number | null } | null;
  changes: ChangeFeed;
}

/** Share of a model's context that files may take; the rest is for instructions, the question and the answer. */
const SHARE_OF_CONTEXT = 0.85;
/** Models are opened with this context at most, unless more is asked for. */
const USUAL_CONTEXT = 8_192;
const NAME = "Attachments";
/** Files whose names make the title of a new conversation. */
const TITLED_BY = 3;

const nameOf = (file: FileSource): string => ("path" in file ? basename(file.path) : file.fileName);

export function attachmentService(deps: AttachmentDeps) {
  const { stores, documents, changes } = deps;

  /** A new, empty conversation that is called by its files. */
  const startConversation = (files: FileSource[], knowledgeBaseIds: string[]): string => {
    const id = newId();
    const title = titleOf([...new Set(files.slice(0, TITLED_BY).map(nameOf))].join(", "));
    stores.disk.insertConversation({ id, appId: ASSISTANT_APP_ID, title, knowledgeBaseIds });
    return id;
  };
  /** The conversation's hidden knowledge base, made at its first file. */
  const baseOf = (conversation: Conversation): string => {
    if (conversation.attachmentsId) return conversation.attachmentsId;
    const { id } = deps.createHiddenBase(NAME);
    stores.disk.setAttachments(conversation.id, id);
    return id;
  };

  /** Tokens that all files together may have to go in whole; 0 where passages are quoted, or the model is gone. */
  const roomIn = ({ modelId }: Conversation): number => {
    if (modelId === "none") return 0;
    try {
      const model = deps.chatModel(modelId);
      return model ? Math.min(model.contextTokens ?? USUAL_CONTEXT, USUAL_CONTEXT) * SHARE_OF_CONTEXT : 0;
    } catch {
      return 0;
    }
  };

  return {
    /**
     * Adds files to a conversation, or to a new one that is called by them, as an ingestion. Errors: `not-found`;
     * `chat.temporary-files` for a temporary conversation, whose promise is that nothing of it is written to disk.
     */
    attach({ conversationId, files, knowledgeBaseIds = [] }: AttachRequest): { conversationId: string; runId: string } {
      for (const id of knowledgeBaseIds) deps.requireKnowledge(id);
      return stores.disk.atomically(() => {
        const { conversation } = stores.conversation(conversationId ?? startConversation(files, knowledgeBaseIds));
        if (conversation.temporary) throw new AlcoveError("chat.temporary-files");
        const runId = documents.add(baseOf(conversation), files);
        stores.disk.touch(conversation.id);
        changes.changed("chats", conversation.id);
        return { conversationId: conversation.id, runId };
      });
    },
    /**
     * Files that came together are in no order. Tokens are those of the embedder, an estimate for any model; the
     * answer's own exact count decides in the end whether all of them go in whole.
     */
    list(conversationId: string): Attachment[] {
      const { conversation } = stores.conversation(conversationId);
      const { attachmentsId } = conversation;
      if (!attachmentsId) return [];
      const tokens = deps.tokensOf(attachmentsId);
      const total = [...tokens.values()].reduce((sum, each) => sum + each, 0);
      const room = roomIn(conversation);
      const use = room > 0 && total <= room ? "whole" : "passages";
      return documents
        .list(attachmentsId)
        .map((document) => ({ document, tokens: tokens.get(document.id) ?? null, use }));
    },
    /**
     * Puts files into a knowledge base too, as an ingestion: the same bytes, and vectors that are known are not computed
     * again. Errors: `not-found`.
     */
    addToLibrary(documentIds: string[], knowledgeBaseId: string): string {
      deps.requireKnowledge(knowledgeBaseId);
      const files = documentIds.map((id) => {
        const { blobId, name: fileName } = documents.get(id);
        return { blobId, fileName };
      });
      return documents.add(knowledgeBaseId, files);
    },
  };
}
export type AttachmentService = ReturnType<typeof attachmentService>;
