// Models that are on this computer: which answers by default, how fast it was here, loading and removing it.
import { useMutation } from "@tanstack/react-query";
import { Check, Ellipsis, Trash2 } from "lucide-react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { Model } from "../../../shared/contract/models.ts";
import { client } from "../../client.ts";
import { keys, queryClient } from "../../data/queries.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useLanguage, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { InlineError } from "../../ui/InlineError.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { showToast } from "../../ui/Toast.tsx";
import { memoryNeeded } from "../onboarding/recommend.ts";
import { type Memory, PAGE_TOKENS, roughly, speedOf } from "./fit.ts";
import { NeedBar } from "./NeedBar.tsx";

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.models.slice(0, 1) });

/** A chat model in the workspace. */
export function InstalledRow({ model, memory }: { model: Model; memory: Memory }) {
  const t = useText();
  const format = useFormat();
  const say = useErrorText();
  const language = useLanguage();
  const load = useMutation({ mutationFn: () => client.models.load({ modelId: model.id }), onSettled: refresh });
  const choose = useMutation({ mutationFn: () => client.models.setDefault({ modelId: model.id }), onSettled: refresh });
  const remove = useMutation({
    mutationFn: () => client.models.remove({ modelId: model.id }),
    onSuccess: () =>
      showToast(t("models.removed", { name: model.name }), {
        label: t("common.undo"),
        run: () => void client.models.restore({ modelId: model.id }).then(refresh),
      }),
    onSettled: refresh,
  });
  const thrown = load.error ?? choose.error ?? remove.error;
  const problem = thrown ? say(errorOfCall(thrown)) : null;
  const speed = model.measured ? speedOf(model.measured, language) : null;
  const facts = [
    model.isDefault ? t("models.isDefault") : null,
    model.loaded ? t("models.loaded") : null,
    format.bytes(model.sizeBytes),
    model.contextTokens ? t("models.context", { n: format.count(roughly(model.contextTokens / PAGE_TOKENS)) }) : null,
    model.licence,
  ].filter((fact) => fact !== null);
  const details = [model.file, model.architecture, model.quantization].filter((each) => each).join(", ");
  return (
    <div className="models-row">
      <div className="models-grid">
        <div className="models-name">
          <span className="strong clip" title={details}>
            {model.name}
          </span>
          <span className="meta clip" title={facts.join(", ")}>
            {facts.join(t("models.comma"))}
          </span>
        </div>
        <NeedBar need={{ bytes: memoryNeeded(model.sizeBytes), certain: true }} memory={memory} loaded={model.loaded} />
        <span className="models-figure models-speed num">{speed ? format.duration(speed.readMs) : <Unmeasured />}</span>
        <span className="models-figure models-speed num">
          {speed ? t("models.words", { n: roughly(speed.wordsPerSecond) }) : ""}
        </span>
        <div className="models-actions">
          {model.loaded ? null : (
            <Button disabled={load.isPending} onClick={() => load.mutate()}>
              {t(load.isPending ? "models.loading" : "models.load")}
            </Button>
          )}
          <Menu
            label={t("common.more")}
            button={(opener) => (
              <IconButton icon={Ellipsis} label={t("models.moreOf", { name: model.name })} {...opener} />
            )}
            items={[
              {
                label: t("models.makeDefault"),
                icon: Check,
                disabled: model.isDefault,
                onChoose: () => choose.mutate(),
              },
              null,
              { label: t("common.delete"), icon: Trash2, danger: true, onChoose: () => remove.mutate() },
            ]}
          />
        </div>
      </div>
      {problem ? <InlineError message={problem.message} action={problem.action} /> : null}
    </div>
  );
}

function Unmeasured() {
  const t = useText();
  return <span className="faint">{t("models.unmeasured")}</span>;
}

/** The embedder that documents are searched with. */
export function EmbedderRow({ model }: { model: Model }) {
  const t = useText();
  const language = useLanguage();
  const names = new Intl.DisplayNames([language], { type: "language" });
  const spoken = model.languages.map((each) => names.of(each) ?? each);
  const facts = [
    t("models.embedderUse"),
    spoken.length > 0 ? t("models.understands", { languages: spoken.join(t("models.listComma")) }) : null,
    model.licence,
  ].filter((fact) => fact !== null);
  return (
    <div className="models-row">
      <div className="models-name">
        <span className="strong clip">{model.name}</span>
        <span className="meta">{facts.join(t("models.comma"))}</span>
      </div>
    </div>
  );
}
