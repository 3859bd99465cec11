// Rows of menus that have documents read whole. Used by the chips of a conversation's files and by the library.
import { ListChecks, MessageSquare, Microscope, TextQuote } from "lucide-react";
import type { AnalysisKind } from "../../../shared/contract/chats.ts";
import type { Document } from "../../../shared/contract/documents.ts";
import { useModels } from "../../data/queries.ts";
import { useText } from "../../i18n/index.ts";
import type { MenuItem } from "../../ui/Menu.tsx";
import { openInChat, useChosenLanguage } from "./commands.ts";
import type { AnalysisLanguage } from "./store.ts";

/** Languages as they call themselves. */
export const LANGUAGE_NAMES = { en: "English", zh: "中文" } as const;

/** Summary, key points and full analysis; each row says in which language. Without a model they say what is missing. */
export function useAnalysisItems(onChoose: (kind: AnalysisKind, language: AnalysisLanguage) => void): MenuItem[] {
  const t = useText();
  const language = useChosenLanguage();
  const hasModel = useModels().data?.some((model) => model.kind === "chat") ?? true;
  const note = hasModel
    ? language === "document"
      ? t("drop.ofDocumentShort")
      : LANGUAGE_NAMES[language]
    : t("drop.needsModel");
  const kinds = [
    { kind: "summary", icon: TextQuote, label: t("drop.summary") },
    { kind: "key-points", icon: ListChecks, label: t("drop.keyPoints") },
    { kind: "full", icon: Microscope, label: t("drop.full") },
  ] as const;
  return kinds.map(({ kind, icon, label }) => ({
    label,
    icon,
    note,
    disabled: !hasModel,
    onChoose: () => onChoose(kind, language),
  }));
}

/** What can be done with a document of the library in a new chat. */
export function useDocumentAnalyses(document: Document): (MenuItem | null)[] {
  const t = useText();
  const analyses = useAnalysisItems((kind, language) => void openInChat(document, { kind, language }));
  return [
    { label: t("drop.askAbout"), icon: MessageSquare, onChoose: () => void openInChat(document, null) },
    ...analyses,
    null,
  ];
}
