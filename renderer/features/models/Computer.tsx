// This computer in one sentence and one ruler: what other programs use, what the loaded model uses, what is free.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Model } from "../../../shared/contract/models.ts";
import { client } from "../../client.ts";
import { keys } from "../../data/queries.ts";
import { useFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/index.ts";
import { memoryNeeded } from "../onboarding/recommend.ts";
import type { Memory } from "./fit.ts";

const ASKED_EVERY_MS = 5000;

function useComputer() {
  return useQuery({ queryKey: keys.info, queryFn: () => client.system.info(), refetchInterval: ASKED_EVERY_MS }).data;
}

/** What this computer has and what is free now; null until it is known. */
export function useMemory(): Memory | null {
  const info = useComputer();
  const { totalBytes, freeBytes } = info?.memory ?? {};
  return useMemo(
    () => (totalBytes === undefined || freeBytes === undefined ? null : { totalBytes, freeBytes }),
    [totalBytes, freeBytes],
  );
}

/** The first thing on the models page. */
export function Computer({ models }: { models: readonly Model[] }) {
  const t = useText();
  const { memory: words } = useFormat();
  const info = useComputer();
  if (!info) return <div className="models-computer" />;
  const { totalBytes, freeBytes } = info.memory;
  const loaded = models.find((model) => model.loaded);
  const used = totalBytes - freeBytes;
  const mine = loaded ? Math.min(used, memoryNeeded(loaded.sizeBytes)) : 0;
  const share = (bytes: number) => `${(bytes / totalBytes) * 100}%`;
  const [before, after] = t("models.computer", {
    total: words(totalBytes),
    free: "\u0000",
    cores: info.cores,
  }).split("\u0000");
  const parts = [
    { key: "other", text: t("models.others", { size: words(used - mine) }) },
    ...(loaded ? [{ key: "mine", text: t("models.loadedUses", { name: loaded.name, size: words(mine) }) }] : []),
    { key: "free", text: t("models.free", { size: words(freeBytes) }) },
  ];
  return (
    <section className="models-computer" aria-label={t("models.thisComputer")}>
      <p>
        {before}
        <b className="num">{words(freeBytes)}</b>
        {after}
      </p>
      <div className="models-ruler" role="img" aria-label={parts.map(({ text }) => text).join(", ")}>
        <span className="models-other" style={{ width: share(used - mine) }} />
        {loaded ? <span className="models-mine" style={{ width: share(mine) }} /> : null}
      </div>
      <ul className="models-legend meta num">
        {parts.map(({ key, text }) => (
          <li key={key} className={`models-legend-${key}`}>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
