// Makes an assistant of a chat's settings, model and knowledge, and goes on with it.
import { useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../../shared/contract/errors.ts";
import { appConfigSchema } from "../../../../shared/domain/app-config.ts";
import { noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import type { RunError } from "../../../../shared/domain/runs.ts";
import { client } from "../../../client.ts";
import { keys, queryClient } from "../../../data/queries.ts";
import { useErrorText, useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { InlineError } from "../../../ui/InlineError.tsx";
import { choose, useChosen } from "../chosen.ts";
import { useChat } from "../store.ts";
import { assistantFrom } from "./parameters.ts";

/** Button that asks for a name. */
export function SaveAssistant({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const say = useErrorText();
  const { app, settings, modelId } = useChosen(conversation);
  const newKnowledge = useChat((state) => state.newChat.knowledgeBaseIds);
  const [name, setName] = useState<string | null>(null);
  const [failed, setFailed] = useState<RunError | null>(null);
  const save = async () => {
    const wanted = name?.trim();
    if (!wanted) return;
    const own = app?.config ?? appConfigSchema.parse({});
    const knowledge = conversation?.knowledgeBaseIds ?? newKnowledge ?? own.knowledgeBaseIds;
    try {
      const made = await client.apps.create({
        name: wanted,
        config: assistantFrom(own, settings, modelId, knowledge),
      });
      await queryClient.invalidateQueries({ queryKey: keys.apps });
      // What the assistant now says itself is no longer set for this chat alone.
      choose(conversation, { appId: made.id, settings: noChatSettings, presetId: null });
      setName(null);
    } catch (error) {
      setFailed(errorOfCall(error));
    }
  };
  return (
    <>
      <Button kind="outlined" onClick={() => setName("")}>
        {t("chatSettings.saveAssistant")}
      </Button>
      {name !== null && (
        <Dialog
          title={t("chatSettings.saveAssistantTitle")}
          onClose={() => setName(null)}
          actions={
            <>
              <Button kind="outlined" onClick={() => setName(null)}>
                {t("common.cancel")}
              </Button>
              <Button kind="main" disabled={name.trim() === ""} onClick={() => void save()}>
                {t("common.save")}
              </Button>
            </>
          }
        >
          <TextField
            label={t("chat.assistantName")}
            help={t("chatSettings.saveAssistantHelp")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            onEnter={() => void save()}
          />
          {failed && <InlineError {...say(failed)} />}
        </Dialog>
      )}
    </>
  );
}
