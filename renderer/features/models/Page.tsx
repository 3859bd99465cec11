// The models page: this computer in plain numbers, the models on it, and those that can be had.
import { FilePlus2 } from "lucide-react";
import { useMemo } from "react";
import { useCatalogue, useModels } from "../../data/queries.ts";
import { chooseFiles } from "../../frame/add-documents.ts";
import { useDropTaker } from "../../frame/DropTarget.tsx";
import { useLanguage, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Arch, Loading } from "../../ui/Empty.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { recommend } from "../onboarding/recommend.ts";
import { AvailableRow, GetButton } from "./AvailableRow.tsx";
import { Computer, useMemory } from "./Computer.tsx";
import { sortByFit } from "./fit.ts";
import { ImportRows } from "./ImportRows.tsx";
import { EmbedderRow, InstalledRow } from "./InstalledRow.tsx";
import "./models.css";
import { importModels, isModelFile } from "./store.ts";

/** Chat models and embedders: what is here, what can be had, and what fits. */
export function ModelsPage() {
  const t = useText();
  const language = useLanguage();
  const models = useModels();
  const catalogue = useCatalogue();
  const memory = useMemory();
  const chat = useMemo(() => (models.data ?? []).filter(({ kind }) => kind === "chat"), [models.data]);
  const embedders = (models.data ?? []).filter(({ kind }) => kind === "embedding");
  const available = useMemo(
    () =>
      memory
        ? sortByFit(
            (catalogue.data ?? []).filter(({ installed }) => !installed),
            memory,
          )
        : [],
    [catalogue.data, memory],
  );
  const best = memory && chat.length === 0 ? recommend(available, memory.totalBytes, language) : null;
  useDropTaker(
    useMemo(
      () => ({
        title: t("models.dropHere"),
        kinds: t("models.dropKinds"),
        takes: isModelFile,
        take: (files: File[]) => void importModels(files),
      }),
      [t],
    ),
  );
  const choose = async () => importModels(await chooseFiles(".gguf"));
  return (
    <Panes
      page="models"
      listLabel={t("models.title")}
      inspectorLabel={t("models.title")}
      resizeLabel={t("common.resize")}
    >
      <PaneHeader title={t("models.title")}>
        <Button kind="outlined" icon={FilePlus2} onClick={() => void choose()}>
          {t("models.import")}
        </Button>
      </PaneHeader>
      <div className="scroll models" data-speeds={chat.some(({ measured }) => measured) ? "" : undefined}>
        <Computer models={chat} />
        {models.isError ? (
          <InlineError
            message={t("models.loadFailed")}
            button={
              <Button kind="outlined" onClick={() => void models.refetch()}>
                {t("common.tryAgain")}
              </Button>
            }
          />
        ) : models.isPending || !memory ? (
          <Loading label={t("common.loading")} rows={6} />
        ) : (
          <>
            {chat.length > 0 ? (
              <section aria-labelledby="models-here">
                <Heads id="models-here" title={t("models.here")} need={t("models.memory")} />
                {chat.map((model) => (
                  <InstalledRow key={model.id} model={model} memory={memory} />
                ))}
                <ImportRows />
              </section>
            ) : (
              <>
                <section className="models-none">
                  <Arch size={40} />
                  <div className="grow">
                    <p className="strong">{t("models.none")}</p>
                    <p className="soft">{best ? t("models.suits", { name: best.name }) : t("models.noneMore")}</p>
                  </div>
                  {best ? <GetButton entry={best} kind="main" /> : null}
                </section>
                <section className="models-imports">
                  <ImportRows />
                </section>
              </>
            )}
            {available.length > 0 ? (
              <section aria-labelledby="models-available">
                <Heads id="models-available" title={t("models.available")} need={t("models.lineIsFree")} />
                {available.map((entry) => (
                  <AvailableRow key={entry.id} entry={entry} memory={memory} installed={chat} />
                ))}
              </section>
            ) : null}
            <section aria-labelledby="models-embedders">
              <h2 className="models-heads" id="models-embedders">
                {t("models.embedders")}
              </h2>
              {embedders.map((model) => (
                <EmbedderRow key={model.id} model={model} />
              ))}
            </section>
          </>
        )}
      </div>
    </Panes>
  );
}

function Heads({ id, title, need }: { id: string; title: string; need: string }) {
  const t = useText();
  return (
    <div className="models-grid models-heads">
      <h2 id={id}>{title}</h2>
      <span>{need}</span>
      <span className="models-speed">{t("models.reads")}</span>
      <span className="models-speed">{t("models.writes")}</span>
      <span />
    </div>
  );
}
