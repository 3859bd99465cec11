// What a person can do to documents and knowledge bases, each with its way back. Used by the library's parts.
import type { Document } from "../../../shared/contract/documents.ts";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { client } from "../../client.ts";
import { queryClient } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";
import type { Translate } from "../../i18n/index.ts";
import { showToast } from "../../ui/Toast.tsx";
import { noteStarted, selectOthers } from "./store.ts";

const refresh = () => {
  void queryClient.invalidateQueries({ queryKey: ["documents"] });
  void queryClient.invalidateQueries({ queryKey: ["knowledge"] });
};

/** Moves documents to the trash and offers to undo it. */
export async function removeDocuments(documents: readonly Document[], t: Translate): Promise<void> {
  const documentIds = documents.map(({ id }) => id);
  const [first] = documents;
  if (!first) return;
  await client.documents.remove({ documentIds });
  selectOthers([]);
  go({ place: "library", id: first.knowledgeBaseId }, true);
  refresh();
  const text =
    documents.length === 1
      ? t("knowledge.removedOne", { name: first.name })
      : t("knowledge.removed", { n: documents.length });
  showToast(text, {
    label: t("common.undo"),
    run: () => void client.documents.restore({ documentIds }).then(refresh),
  });
}

/** Moves a knowledge base with its documents to the trash and offers to undo it. */
export async function removeBase(base: KnowledgeBase, t: Translate): Promise<void> {
  await client.knowledge.remove({ knowledgeBaseId: base.id });
  go({ place: "library" }, true);
  refresh();
  showToast(t("knowledge.removedBase", { name: base.name, n: base.documents }), {
    label: t("common.undo"),
    run: () =>
      void client.knowledge.restore({ knowledgeBaseId: base.id }).then(() => {
        refresh();
        go({ place: "library", id: base.id });
      }),
  });
}

/** Reads a document once more, with its password where it needs one. */
export async function readAgain(document: Document, password?: string): Promise<void> {
  const { runId } = await client.documents.retry({
    documentId: document.id,
    ...(password === undefined ? {} : { password }),
  });
  noteStarted(document.knowledgeBaseId, runId);
  refresh();
  void queryClient.invalidateQueries({ queryKey: ["runs"] });
}

/** Lets the person choose a folder; hidden files in it are left out. */
export function chooseFolder(): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.webkitdirectory = true;
    input.addEventListener("change", () =>
      resolve([...(input.files ?? [])].filter((file) => !file.webkitRelativePath.split("/").some(isHidden))),
    );
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

const isHidden = (part: string) => part.startsWith(".");
