// The first screen: documents left, what writes the answers right. Skipping works: answers then quote passages.
import { Moon, Sun } from "lucide-react";
import { useId, useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { RunError } from "../../../shared/domain/runs.ts";
import { client, importFiles } from "../../client.ts";
import { useCatalogue, useModels, useSetSettings, useSystemInfo } from "../../data/queries.ts";
import { chooseFiles } from "../../frame/add-documents.ts";
import { useDropToLibrary } from "../../frame/DropTarget.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useLanguage, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Field.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { Niche } from "./Niche.tsx";
import { memoryNeeded, recommend } from "./recommend.ts";
import "./welcome.css";

type Choice = "installed" | "download" | "file" | "none";

/** One screen, no wizard. */
export function Welcome() {
  const t = useText();
  const say = useErrorText();
  const language = useLanguage();
  const format = useFormat();
  const { mutate: setSettings } = useSetSettings();
  const info = useSystemInfo().data;
  const catalogue = useCatalogue().data;
  const installed = useModels().data?.find((model) => model.kind === "chat");
  const suited = catalogue && info ? recommend(catalogue, info.memory.totalBytes, language) : null;
  const [picked, setPicked] = useState<Choice | null>(null);
  const [error, setError] = useState<RunError | null>(null);
  const [busy, setBusy] = useState(false);
  useDropToLibrary();
  const choice: Choice = picked ?? (installed ? "installed" : suited ? "download" : "none");
  const finish = () => setSettings({ welcomed: true });

  const go = async () => {
    setError(null);
    setBusy(true);
    try {
      if (choice === "download" && suited) await client.models.download({ catalogueId: suited.id, allowHost: true });
      if (choice === "file") {
        const [file] = await chooseFiles(".gguf");
        if (!file) return;
        const [source] = await importFiles([file]);
        await client.models.import({ file: source! });
      }
      finish();
    } catch (failure) {
      setError(errorOfCall(failure));
    } finally {
      setBusy(false);
    }
  };

  const dark = document.documentElement.dataset.theme === "dark";
  const total = info ? format.memory(info.memory.totalBytes) : "";
  return (
    <div className="welcome">
      <Niche />
      <main className="welcome-main" data-pane tabIndex={-1}>
        <div className="welcome-top">
          <Segmented
            label={t("settings.language")}
            value={language}
            options={[
              { value: "en", label: "English", lang: "en" },
              { value: "zh-CN", label: "中文", lang: "zh-CN" },
            ]}
            onChoose={(chosen) => setSettings({ language: chosen })}
          />
          <IconButton
            icon={dark ? Moon : Sun}
            label={dark ? t("frame.themeLight") : t("frame.themeDark")}
            onClick={() => setSettings({ theme: dark ? "light" : "dark" })}
          />
        </div>
        <div className="welcome-body">
          <h1>{t("onboarding.title")}</h1>
          <p className="welcome-lead">{t("onboarding.lead")}</p>
          <h2 id="welcome-question">{t("onboarding.question")}</h2>
          <div className="options" role="radiogroup" aria-labelledby="welcome-question">
            {installed && (
              <Option
                name={installed.name}
                aside={t("onboarding.installed")}
                sub={t("onboarding.takes", { need: format.memory(memoryNeeded(installed.sizeBytes)), total })}
                chosen={choice === "installed"}
                onChoose={() => setPicked("installed")}
              />
            )}
            {suited && (
              <Option
                name={suited.name}
                aside={t("onboarding.suits")}
                sub={[
                  language === "zh-CN" ? suited.strengths.zh : suited.strengths.en,
                  suited.sizeBytes !== null &&
                    t("onboarding.takes", { need: format.memory(memoryNeeded(suited.sizeBytes)), total }),
                ]
                  .filter(Boolean)
                  .join(language === "zh-CN" ? "" : " ")}
                figure={
                  suited.sizeBytes === null
                    ? t("onboarding.sizeUnknown")
                    : t("onboarding.download", { size: format.bytes(suited.sizeBytes) })
                }
                chosen={choice === "download"}
                onChoose={() => setPicked("download")}
              />
            )}
            <Option
              name={t("onboarding.file")}
              sub={t("onboarding.fileHelp")}
              chosen={choice === "file"}
              onChoose={() => setPicked("file")}
            />
            <Option
              name={t("onboarding.none")}
              sub={t("onboarding.noneHelp")}
              chosen={choice === "none"}
              onChoose={() => setPicked("none")}
            />
          </div>
          {error && <InlineError {...say(error)} />}
          <div className="welcome-go">
            <Button kind="main" size="large" disabled={busy} onClick={() => void go()}>
              {choice === "download"
                ? t("onboarding.allow")
                : choice === "file"
                  ? t("onboarding.chooseModel")
                  : t("onboarding.continue")}
            </Button>
            <Button size="large" className="soft" onClick={finish}>
              {t("onboarding.skip")}
            </Button>
          </div>
          <p className="meta">
            {choice === "download" && suited ? t("onboarding.connects", { host: suited.host }) : t("onboarding.noLink")}
          </p>
        </div>
      </main>
    </div>
  );
}

function Option({
  name,
  aside,
  sub,
  figure,
  chosen,
  onChoose,
}: {
  name: string;
  aside?: string;
  sub: string;
  figure?: string;
  chosen: boolean;
  onChoose: () => void;
}) {
  const id = useId();
  return (
    <label className="option" htmlFor={id}>
      <input id={id} type="radio" name="writer" checked={chosen} onChange={onChoose} />
      <span className="grow">
        <span className="option-name">{name}</span>
        {aside && <span className="meta option-aside">{aside}</span>}
        <span className="meta option-sub">{sub}</span>
      </span>
      {figure && <span className="option-figure num">{figure}</span>}
    </label>
  );
}
