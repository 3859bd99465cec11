// Which assistant a conversation talks to: instructions, knowledge and settings under a name.
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { ASSISTANT_APP_ID } from "../../../../shared/domain/app-config.ts";
import { useApps } from "../../../data/queries.ts";
import { type Translate, useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { choose, useChosen } from "../chosen.ts";
import { Assistants } from "./Assistants.tsx";

/** An assistant's name; the plain one is named in the window's language. */
export const assistantName = (app: { id: string; name: string } | undefined, t: Translate): string =>
  !app || app.id === ASSISTANT_APP_ID ? t("chat.plainAssistant") : app.name;

/** Button with the assistant's name; its menu chooses another or opens the list of all. */
export function AssistantChooser({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const apps = (useApps().data ?? []).filter((app) => app.mode === "chat");
  const { appId, app } = useChosen(conversation);
  const [managing, setManaging] = useState(false);
  const plainFirst = apps.toSorted((a, b) => Number(b.id === ASSISTANT_APP_ID) - Number(a.id === ASSISTANT_APP_ID));
  const items: (MenuItem | null)[] = [
    ...plainFirst.map(
      (one): MenuItem => ({
        label: assistantName(one, t),
        choice: "one",
        checked: one.id === appId,
        onChoose: () => choose(conversation, { appId: one.id }),
      }),
    ),
    null,
    { label: t("chat.manageAssistants"), onChoose: () => setManaging(true) },
  ];
  return (
    <>
      <Menu
        label={t("chat.assistant")}
        items={items}
        button={(props) => (
          <Button {...props} className="soft chat-chooser" title={t("chat.assistant")}>
            <span className="unseen">{t("chat.assistant")}</span>
            <span className="clip">{assistantName(app, t)}</span>
            <Icon of={ChevronDown} size={12} className="faint" />
          </Button>
        )}
      />
      {managing && <Assistants onClose={() => setManaging(false)} />}
    </>
  );
}
