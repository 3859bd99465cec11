// Settings kept under a name, to be chosen in any chat: choosing, saving, naming, removing with an undo.
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Conversation, Preset } from "../../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../../shared/contract/errors.ts";
import { noChatSettings } from "../../../../shared/domain/chat-settings.ts";
import type { RunError } from "../../../../shared/domain/runs.ts";
import { client } from "../../../client.ts";
import { keys, queryClient, usePresets } from "../../../data/queries.ts";
import { useErrorText, useText } from "../../../i18n/index.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Select } from "../../../ui/Field.tsx";
import { InlineError } from "../../../ui/InlineError.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { showToast } from "../../../ui/Toast.tsx";
import { choose, useChosen } from "../chosen.ts";
import { NameField } from "../NameField.tsx";
import { sameSettings } from "./parameters.ts";

/** The preset of a chat; says when the chat has gone its own way since. */
export function Presets({ conversation }: { conversation: Conversation | null }) {
  const t = useText();
  const say = useErrorText();
  const presets = usePresets().data ?? [];
  const { settings, presetId } = useChosen(conversation);
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const [failed, setFailed] = useState<RunError | null>(null);
  const current = presets.find((preset) => preset.id === presetId);
  const changed = current !== undefined && !sameSettings(current.settings, settings);

  const act = async (action: () => Promise<unknown>) => {
    try {
      setFailed(null);
      await action();
    } catch (error) {
      setFailed(errorOfCall(error));
    }
    await queryClient.invalidateQueries({ queryKey: keys.presets });
  };
  const pick = (id: string) => {
    const preset = presets.find((one) => one.id === id);
    choose(conversation, { presetId: preset?.id ?? null, settings: preset?.settings ?? noChatSettings });
  };
  const saveAs = (name: string) =>
    act(async () => {
      const made = await client.chats.presets.save({ name, settings });
      choose(conversation, { presetId: made.id });
    });
  const rename = (preset: Preset, name: string) =>
    act(() => client.chats.presets.save({ presetId: preset.id, name, settings: preset.settings }));
  const remove = (preset: Preset) =>
    act(async () => {
      await client.chats.presets.remove({ presetId: preset.id });
      choose(conversation, { presetId: null });
      showToast(t("chatSettings.presetRemoved", { name: preset.name }), {
        label: t("common.undo"),
        run: () =>
          void act(async () => {
            await client.chats.presets.restore({ presetId: preset.id });
            choose(conversation, { presetId: preset.id });
          }),
      });
    });

  return (
    <div className="presets">
      <h3>{t("chatSettings.preset")}</h3>
      {naming ? (
        <NameField
          label={t("chatSettings.presetName")}
          name={naming === "rename" ? (current?.name ?? "") : ""}
          onLeave={() => setNaming(null)}
          onSave={(name) => {
            setNaming(null);
            if (naming === "rename" && current) void rename(current, name);
            else void saveAs(name);
          }}
        />
      ) : (
        <div className="presets-line">
          <Select
            label={t("chatSettings.preset")}
            value={current?.id ?? ""}
            options={[
              { value: "", label: t("chatSettings.noPreset") },
              ...presets.map((preset) => ({ value: preset.id, label: preset.name })),
            ]}
            onChoose={pick}
          />
          {current && (
            <Menu
              label={t("chatSettings.morePreset", { name: current.name })}
              button={(props) => (
                <IconButton icon={Ellipsis} label={t("chatSettings.morePreset", { name: current.name })} {...props} />
              )}
              items={[
                { label: t("common.rename"), icon: Pencil, onChoose: () => setNaming("rename") },
                null,
                { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => void remove(current) },
              ]}
            />
          )}
        </div>
      )}
      {naming === null && (changed || (!current && !sameSettings(settings, noChatSettings))) && (
        <div className="presets-actions">
          {changed && <span className="meta grow">{t("chatSettings.presetChanged")}</span>}
          {changed && (
            <Button
              kind="outlined"
              onClick={() =>
                void act(() => client.chats.presets.save({ presetId: current.id, name: current.name, settings }))
              }
            >
              {t("common.save")}
            </Button>
          )}
          <Button kind="outlined" onClick={() => setNaming("new")}>
            {t("chatSettings.saveAs")}
          </Button>
        </div>
      )}
      {failed && <InlineError {...say(failed)} />}
    </div>
  );
}
