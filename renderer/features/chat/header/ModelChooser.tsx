// Which model writes the answers of a conversation, or that passages are quoted instead.
import { ChevronDown } from "lucide-react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { useModels } from "../../../data/queries.ts";
import { go } from "../../../frame/route.ts";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { choose, useChosen } from "../chosen.ts";

/** Button with the model's name. "Default" follows the assistant's model, else the default of this computer. */
export function ModelChooser({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const { data } = useModels();
  const { modelId, app } = useChosen(conversation);
  const models = (data ?? []).filter((model) => model.kind === "chat");
  const nameOf = (id: string | null | undefined) => models.find((model) => model.id === id)?.name;
  const own = app?.config.modelId;
  const usual =
    own === "none"
      ? t("chat.quoteOnly")
      : (nameOf(own) ?? models.find((model) => model.isDefault)?.name ?? models[0]?.name);
  const quotes = modelId === "none" || models.length === 0;
  const chosen = quotes ? undefined : nameOf(modelId);
  const items: (MenuItem | null)[] = [
    ...(usual
      ? [
          {
            label: t("chat.defaultModel"),
            note: usual,
            choice: "one" as const,
            checked: !quotes && chosen === undefined,
            onChoose: () => choose(conversation, { modelId: null }),
          },
        ]
      : []),
    ...models.map(
      (model): MenuItem => ({
        label: model.name,
        choice: "one",
        checked: chosen !== undefined && model.id === modelId,
        onChoose: () => choose(conversation, { modelId: model.id }),
      }),
    ),
    {
      label: t("chat.quoteOnly"),
      choice: "one",
      checked: quotes,
      onChoose: () => choose(conversation, { modelId: "none" }),
    },
    null,
    { label: t("chat.getModel"), onChoose: () => go({ place: "models" }) },
  ];
  return (
    <Menu
      label={t("chat.answersBy")}
      items={items}
      button={(props) => (
        <Button {...props} className="soft chat-chooser" title={t("chat.answersBy")}>
          <span className="unseen">{t("chat.answersBy")}</span>
          <span className="clip">{data ? (quotes ? t("chat.quoteOnly") : (chosen ?? usual)) : ""}</span>
          <Icon of={ChevronDown} size={12} className="faint" />
        </Button>
      )}
    />
  );
}
