// What the command palette can go to and do by name: places, documents, chats, commands.
import { useQueries } from "@tanstack/react-query";
import {
  ArrowRight,
  Box,
  FileText,
  Library,
  type LucideIcon,
  MessagesSquare,
  Plus,
  Settings2,
  SquareDashed,
  Trash2,
} from "lucide-react";
import { client } from "../client.ts";
import { keys, useConversations, useKnowledgeBases, useSetSettings } from "../data/queries.ts";
import { newTemporaryChat } from "../features/chat/temporary/guard.ts";
import { useText } from "../i18n/index.ts";
import { chooseFiles } from "./add-documents.ts";
import { addToTarget } from "./DropTarget.tsx";
import { keyName, newChat, showOverlay } from "./keys.ts";
import { go } from "./route.ts";

export type NamedGroup = "places" | "documents" | "chats" | "do";

export interface Entry {
  id: string;
  group: NamedGroup;
  name: string;
  icon: LucideIcon;
  note?: string;
  run: () => void;
}

/** Everything that has a name. */
export function useEntries(): Entry[] {
  const t = useText();
  const conversations = useConversations().data;
  const bases = useKnowledgeBases().data;
  const lists = useQueries({
    queries: (bases ?? []).map((base) => ({
      queryKey: keys.documents(base.id),
      queryFn: () => client.documents.list({ knowledgeBaseId: base.id }),
    })),
  });
  const setSettings = useSetSettings();
  return [
    { id: "go-chat", group: "places", name: t("frame.chat"), icon: MessagesSquare, run: () => go({ place: "chat" }) },
    { id: "go-library", group: "places", name: t("frame.library"), icon: Library, run: () => go({ place: "library" }) },
    { id: "go-models", group: "places", name: t("frame.models"), icon: Box, run: () => go({ place: "models" }) },
    {
      id: "go-settings",
      group: "places",
      name: t("frame.settings"),
      icon: Settings2,
      run: () => go({ place: "settings" }),
    },
    { id: "go-trash", group: "places", name: t("trash.title"), icon: Trash2, run: () => go({ place: "trash" }) },
    ...(bases ?? []).map(
      (base): Entry => ({
        id: base.id,
        group: "places",
        name: base.name,
        icon: Library,
        note: t("common.documents", { n: base.documents }),
        run: () => go({ place: "library", id: base.id }),
      }),
    ),
    ...lists.flatMap((list) =>
      (list.data ?? []).map(
        (file): Entry => ({
          id: file.id,
          group: "documents",
          name: file.name,
          icon: FileText,
          ...(file.pages !== null && { note: t("common.pages", { n: file.pages }) }),
          run: () => go({ place: "library", id: file.knowledgeBaseId, documentId: file.id }),
        }),
      ),
    ),
    ...(conversations ?? []).map(
      (chat): Entry => ({
        id: chat.id,
        group: "chats",
        name: chat.title,
        icon: MessagesSquare,
        run: () => go({ place: "chat", id: chat.id }),
      }),
    ),
    { id: "new-chat", group: "do", name: t("frame.newChat"), icon: Plus, note: keyName("Ctrl N"), run: newChat },
    {
      id: "new-temporary",
      group: "do",
      name: t("chat.newTemporary"),
      icon: SquareDashed,
      run: newTemporaryChat,
    },
    {
      id: "add-documents",
      group: "do",
      name: t("frame.addDocuments"),
      icon: Plus,
      run: () => void chooseFiles().then(addToTarget),
    },
    {
      id: "light",
      group: "do",
      name: t("frame.themeLight"),
      icon: ArrowRight,
      run: () => setSettings.mutate({ theme: "light" }),
    },
    {
      id: "dark",
      group: "do",
      name: t("frame.themeDark"),
      icon: ArrowRight,
      run: () => setSettings.mutate({ theme: "dark" }),
    },
    {
      id: "ledger",
      group: "do",
      name: t("frame.ledger"),
      icon: ArrowRight,
      run: () => setTimeout(() => showOverlay("ledger")),
    },
    {
      id: "keys",
      group: "do",
      name: t("frame.keys"),
      icon: ArrowRight,
      note: "?",
      run: () => setTimeout(() => showOverlay("keys")),
    },
  ];
}
