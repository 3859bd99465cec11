// All settings as rows: name, one sentence, control. The page groups and searches them.
import type { ReactNode } from "react";
import { type Settings, settingsSchema } from "../../../shared/contract/settings.ts";
import { useOpenLinks, useSetSettings, useSettings, useSystemInfo } from "../../data/queries.ts";
import { showOverlay } from "../../frame/keys.ts";
import { useFormat } from "../../i18n/format.ts";
import { type TextKey, type Translate, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented, Select, Switch } from "../../ui/Field.tsx";

export type Section = "general" | "appearance" | "privacy" | "keys" | "storage" | "about";
export const SECTIONS: readonly Section[] = ["general", "appearance", "privacy", "keys", "storage", "about"];
export const sectionName = (section: Section): TextKey => `settings.${section}`;

export interface SettingRow {
  id: string;
  section: Section;
  name: string;
  /** One sentence. */
  help: string;
  control: ReactNode;
  /** Puts the setting back to what it was at first; absent while it is that. */
  reset?: (() => void) | undefined;
}

const DEFAULTS = settingsSchema.parse({});

/** Rows of everything that can be set or looked up. */
export function useSettingRows(): SettingRow[] {
  const t = useText();
  const settings = useSettings().data ?? DEFAULTS;
  const { mutate } = useSetSettings();
  const resetOf = <Key extends keyof Settings>(key: Key) =>
    settings[key] === DEFAULTS[key] ? undefined : () => mutate({ [key]: DEFAULTS[key] });
  return [
    {
      id: "language",
      section: "general",
      name: t("settings.language"),
      help: t("settings.languageHelp"),
      control: (
        <Select
          label={t("settings.language")}
          value={settings.language}
          options={[
            { value: "system", label: t("settings.asSystem") },
            { value: "en", label: "English" },
            { value: "zh-CN", label: "简体中文" },
          ]}
          onChoose={(language) => mutate({ language })}
        />
      ),
      reset: resetOf("language"),
    },
    {
      id: "theme",
      section: "appearance",
      name: t("settings.theme"),
      help: t("settings.themeHelp"),
      control: (
        <Segmented
          label={t("settings.theme")}
          value={settings.theme}
          options={[
            { value: "system", label: t("settings.asSystem") },
            { value: "light", label: t("settings.light") },
            { value: "dark", label: t("settings.dark") },
          ]}
          onChoose={(theme) => mutate({ theme })}
        />
      ),
      reset: resetOf("theme"),
    },
    {
      id: "density",
      section: "appearance",
      name: t("settings.density"),
      help: t("settings.densityHelp"),
      control: (
        <Segmented
          label={t("settings.density")}
          value={settings.density}
          options={[
            { value: "compact", label: t("settings.compact") },
            { value: "normal", label: t("settings.normal") },
            { value: "roomy", label: t("settings.roomy") },
          ]}
          onChoose={(density) => mutate({ density })}
        />
      ),
      reset: resetOf("density"),
    },
    {
      id: "air-gap",
      section: "privacy",
      name: t("settings.airGap"),
      help: settings.airGap ? t("settings.airGapOn") : t("settings.airGapOff"),
      control: <Switch label={t("settings.airGap")} on={settings.airGap} onChange={(airGap) => mutate({ airGap })} />,
      reset: resetOf("airGap"),
    },
    {
      id: "ledger",
      section: "privacy",
      name: t("frame.ledger"),
      help: t("settings.ledgerHelp"),
      control: <LedgerButton t={t} />,
    },
    {
      id: "single-keys",
      section: "keys",
      name: t("settings.singleKeys"),
      help: t("settings.singleKeysHelp"),
      control: (
        <Switch
          label={t("settings.singleKeys")}
          on={settings.singleKeys}
          onChange={(singleKeys) => mutate({ singleKeys })}
        />
      ),
      reset: resetOf("singleKeys"),
    },
    {
      id: "all-keys",
      section: "keys",
      name: t("settings.allKeys"),
      help: t("settings.allKeysHelp"),
      control: (
        <Button kind="outlined" onClick={() => showOverlay("keys")}>
          {t("settings.show")}
        </Button>
      ),
    },
    ...useStorageRows(t),
    {
      id: "welcome",
      section: "about",
      name: t("settings.welcome"),
      help: t("settings.welcomeHelp"),
      control: (
        <Button kind="outlined" onClick={() => mutate({ welcomed: false })}>
          {t("settings.show")}
        </Button>
      ),
    },
  ];
}

function LedgerButton({ t }: { t: Translate }) {
  const open = useOpenLinks().data?.length ?? 0;
  return (
    <span className="line">
      {open > 0 && <span className="setting-running">{t("frame.links", { n: open })}</span>}
      <Button kind="outlined" onClick={() => showOverlay("ledger")}>
        {t("settings.show")}
      </Button>
    </span>
  );
}

/** Facts about this installation. */
function useStorageRows(t: Translate): SettingRow[] {
  const info = useSystemInfo().data;
  const format = useFormat();
  if (!info) return [];
  const free = format.memory(info.memory.freeBytes);
  const total = format.memory(info.memory.totalBytes);
  return [
    {
      id: "workspace",
      section: "storage",
      name: t("settings.workspace"),
      help: t("settings.workspaceHelp"),
      control: <code className="setting-path selectable">{info.workspace}</code>,
    },
    {
      id: "parts",
      section: "storage",
      name: t("settings.parts"),
      help: t("settings.partsHelp"),
      control: (
        <ul className="setting-parts">
          {info.parts.map((part) => (
            <li key={part.name}>
              <span>{t(`settings.part-${part.name}`)}</span>
              <span className={part.state === "restarting" ? "setting-warn" : "faint"}>
                {t(`settings.state-${part.state}`)}
                {part.restarts > 0 && `, ${t("settings.restarts", { n: part.restarts })}`}
              </span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      id: "memory",
      section: "about",
      name: t("settings.computer"),
      help: t("settings.computerHelp", { platform: info.platform }),
      control: <span className="num">{t("settings.computerIs", { free, total, cores: info.cores })}</span>,
    },
    {
      id: "version",
      section: "about",
      name: t("settings.version"),
      help: t("settings.versionHelp"),
      control: <span className="num selectable">{info.version}</span>,
    },
  ];
}
