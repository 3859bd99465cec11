// The settings of one chat, beside it: instructions and numbers, each the assistant's own until it is changed.
import { RotateCcw, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Conversation } from "../../../../shared/contract/chats.ts";
import { type ChatSettings, noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import { keyName } from "../../../frame/keys.ts";
import { useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { PaneHeader } from "../../../ui/Pane.tsx";
import { changeSettings, choose, useChosen } from "../chosen.ts";
import { useChat } from "../store.ts";
import { ParameterField } from "./ParameterField.tsx";
import { Presets } from "./Presets.tsx";
import { ANSWER, ownValue, type Parameter, SAMPLING, sameSettings } from "./parameters.ts";
import { SaveAssistant } from "./SaveAssistant.tsx";
import "./settings.css";

/** Contents of the inspector pane; `conversation` null is the new chat. */
export function SettingsPanel({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const { settings, app } = useChosen(conversation);
  const change = (part: Partial<ChatSettings>) => changeSettings(conversation, part);
  const fields = (parameters: readonly Parameter[]) =>
    parameters.map((parameter) => (
      <ParameterField
        key={parameter.name}
        parameter={parameter}
        value={settings[parameter.name]}
        own={ownValue(parameter.name, app?.config)}
        onSet={(value) => change({ [parameter.name]: value })}
      />
    ));
  return (
    <>
      <PaneHeader title={t("chatSettings.title")} level={2}>
        <IconButton
          icon={X}
          label={t("common.close")}
          shortcut={keyName("Ctrl .")}
          onClick={() => useChat.setState({ side: null })}
        />
      </PaneHeader>
      <div className="scroll chat-settings">
        <Presets conversation={conversation} />
        <Instructions
          value={settings.instructions}
          own={app?.config.prompt ?? ""}
          onSet={(instructions) => change({ instructions })}
        />
        <h3>{t("chatSettings.answer")}</h3>
        {fields(ANSWER)}
        <h3>{t("chatSettings.sampling")}</h3>
        {fields(SAMPLING)}
        <div className="chat-settings-foot">
          <Button
            icon={RotateCcw}
            disabled={sameSettings(settings, noChatSettings)}
            onClick={() => choose(conversation, { settings: noChatSettings, presetId: null })}
          >
            {t("chatSettings.resetAll")}
          </Button>
          <SaveAssistant conversation={conversation} />
        </div>
      </div>
    </>
  );
}

function Instructions({
  value,
  own,
  onSet,
}: {
  value: string | null;
  own: string;
  onSet: (value: string | null) => void;
}) {
  const t = useText();
  const [text, setText] = useState(value ?? "");
  useEffect(() => setText(value ?? ""), [value]);
  const keep = () => {
    const wanted = text.trim() === "" ? null : text;
    if (wanted !== value) onSet(wanted);
  };
  return (
    <div className="chat-instructions">
      <TextArea
        label={t("chatSettings.instructions")}
        help={t(value === null ? "chatSettings.instructionsOwn" : "chatSettings.instructionsSet")}
        placeholder={own}
        rows={5}
        maxLength={50_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
      />
      {value !== null && (
        <IconButton
          icon={RotateCcw}
          size={14}
          className="chat-instructions-reset"
          label={t("chatSettings.reset", { name: t("chatSettings.instructions") })}
          onClick={() => onSet(null)}
        />
      )}
    </div>
  );
}
