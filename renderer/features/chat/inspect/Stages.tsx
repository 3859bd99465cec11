// How long each stage of an answer took, as bars of one length scale, each with its figure.
import { useFormat } from "../../../i18n/format.ts";
import { type TextKey, useText } from "../../../i18n/index.ts";

const NAMES: Readonly<Record<string, TextKey>> = {
  "reading-files": "inspect.stageFiles",
  embedding: "inspect.stageEmbed",
  "vector-search": "inspect.stageVectors",
  "text-search": "inspect.stageWords",
  fusion: "inspect.stageFusion",
  load: "inspect.stageLoad",
  count: "inspect.stageCount",
  prompt: "inspect.stageRead",
  generation: "inspect.stageWrite",
  citing: "inspect.stageCite",
};

/** Milliseconds below one second, then as people say it. */
function useDuration(): (ms: number) => string {
  const t = useText();
  const format = useFormat();
  return (ms) => (ms < 1000 ? t("inspect.ms", { n: format.count(Math.round(ms * 10) / 10) }) : format.duration(ms));
}

/** A list of stages in order; the bar is a picture of the figure beside it. */
export function Stages({ stages }: { stages: readonly { name: string; ms: number }[] }) {
  const t = useText();
  const duration = useDuration();
  const longest = Math.max(1, ...stages.map((stage) => stage.ms));
  return (
    <dl className="stages num">
      {stages.map(({ name, ms }) => (
        <div key={name}>
          <dt>{NAMES[name] ? t(NAMES[name]) : name}</dt>
          <dd>
            <span className="stage-bar" style={{ width: `${Math.max(0.5, (ms / longest) * 100)}%` }} aria-hidden />
            <span className="stage-figure">{duration(ms)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
