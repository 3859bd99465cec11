// Where a conversation looks for answers: any of the knowledge bases, or none.
import { Library } from "lucide-react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { client } from "../../../client.ts";
import { useApps, useKnowledgeBases } from "../../../data/queries.ts";
import { go } from "../../../frame/route.ts";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { attempt } from "../send.ts";
import { setNewChat, useChat } from "../store.ts";

/** Ids of the knowledge bases that are asked; before the first question the assistant's own, or all. */
function useAsked(conversation: Conversation | null, all: string[]): readonly string[] {
  const { appId, knowledgeBaseIds } = useChat((state) => state.newChat);
  const app = useApps().data?.find(({ id }) => id === appId);
  if (conversation) return conversation.knowledgeBaseIds;
  const own = app?.config.knowledgeBaseIds ?? [];
  return knowledgeBaseIds ?? (own.length > 0 ? own : all);
}

/** Button with the names of what is asked; its menu chooses any number. */
export function KnowledgeChooser({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const bases = useKnowledgeBases().data ?? [];
  const wanted = useAsked(
    conversation,
    bases.map((base) => base.id),
  );
  const asked = bases.filter((base) => wanted.includes(base.id));
  const set = (knowledgeBaseIds: string[]) => {
    if (!conversation) setNewChat({ knowledgeBaseIds });
    else {
      const { id: conversationId } = conversation;
      void attempt(conversationId, () => client.chats.setKnowledge({ conversationId, knowledgeBaseIds }));
    }
  };
  const documents = asked.reduce((sum, base) => sum + base.documents, 0);
  const name =
    asked.length === 0
      ? t(conversation?.attachmentsId ? "drop.onlyThese" : "chat.noKnowledge")
      : asked.length === 1
        ? asked[0]!.name
        : t("chat.knowledgeBases", { n: asked.length });
  const items: (MenuItem | null)[] = [
    ...bases.map(
      (base): MenuItem => ({
        label: base.name,
        note: t("common.documents", { n: base.documents }),
        choice: "many",
        checked: wanted.includes(base.id),
        onChoose: () =>
          set(
            wanted.includes(base.id)
              ? asked.map((other) => other.id).filter((other) => other !== base.id)
              : [...asked.map((other) => other.id), base.id],
          ),
      }),
    ),
    ...(bases.length > 0 ? [null] : []),
    { label: t("chat.manageKnowledge"), onChoose: () => go({ place: "library" }) },
  ];
  return (
    <Menu
      label={t("chat.askIn")}
      items={items}
      button={(props) => (
        <Button {...props} className="composer-knowledge" title={t("chat.askIn")}>
          <Icon of={Library} className="faint" />
          <span className="clip">{name}</span>
          {asked.length > 0 && (
            <span className="faint num composer-count">{t("common.documents", { n: documents })}</span>
          )}
        </Button>
      )}
    />
  );
}
