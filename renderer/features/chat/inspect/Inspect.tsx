// Everything that made an answer: how long each stage took, what was found and how it was weighed, the exact prompt.
import { useQuery } from "@tanstack/react-query";
import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import type { Inspection } from "../../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../../shared/contract/errors.ts";
import { client } from "../../../client.ts";
import { keys } from "../../../data/queries.ts";
import { useErrorText, useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/Button.tsx";
import { Loading } from "../../../ui/Empty.tsx";
import { InlineError } from "../../../ui/InlineError.tsx";
import { PaneHeader } from "../../../ui/Pane.tsx";
import { ContextDetails } from "../composer/ContextMeter.tsx";
import { useChat } from "../store.ts";
import "./inspect.css";
import { Passages } from "./Passages.tsx";
import { Stages } from "./Stages.tsx";

/** Contents of the inspector pane. */
export function Inspect({ messageId }: { messageId: string }) {
  const t = useText();
  const say = useErrorText();
  const { data, error } = useQuery({
    queryKey: keys.inspection(messageId),
    queryFn: () => client.chats.inspect({ messageId }),
    // An answer that was gone on with has another record.
    staleTime: 0,
    retry: false,
  });
  return (
    <>
      <PaneHeader title={t("inspect.title")} level={2}>
        {data && <CopyAll inspection={data} />}
        <IconButton icon={X} label={t("common.close")} onClick={() => useChat.setState({ side: null })} />
      </PaneHeader>
      <div className="scroll inspect">
        {data ? (
          <Body inspection={data} />
        ) : error ? (
          errorOfCall(error).code === "not-found" ? (
            <p className="soft">{t("inspect.none")}</p>
          ) : (
            <InlineError {...say(errorOfCall(error))} />
          )
        ) : (
          <Loading label={t("common.loading")} />
        )}
      </div>
    </>
  );
}

function CopyAll({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(JSON.stringify(inspection, null, 2)).then(() => setCopied(true));
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t("common.copied") : t("inspect.copyAll")}
      onClick={copy}
    />
  );
}

const ROLES = { system: "inspect.system", user: "inspect.user", assistant: "inspect.assistant" } as const;

function Body({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const { model, parameters, messages, passages, stages, context } = inspection;
  return (
    <>
      {stages.length > 0 && (
        <section>
          <h3>{t("inspect.stages")}</h3>
          <Stages stages={stages} />
        </section>
      )}
      <section>
        <h3>{t("inspect.passages", { n: passages.length })}</h3>
        <Passages passages={passages} />
      </section>
      {messages.length > 0 && (
        <section>
          <h3>{t("inspect.prompt")}</h3>
          {messages.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns in the order in which they were sent
            <details key={index} className="inspect-turn" open={index === messages.length - 1}>
              <summary>
                {t(ROLES[turn.role])}
                <span className="meta num"> {t("inspect.characters", { n: turn.content.length })}</span>
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long turns are scrolled with the keyboard */}
              <pre className="selectable" tabIndex={0}>
                {turn.content}
              </pre>
            </details>
          ))}
        </section>
      )}
      {context && (
        <section>
          <h3>{t("inspect.context")}</h3>
          <ContextDetails use={context} />
        </section>
      )}
      <section>
        <h3>{t("inspect.parameters")}</h3>
        <dl className="details num">
          <div>
            <dt>{t("chat.detailModel")}</dt>
            <dd className="selectable">{model ?? t("chat.noModel")}</dd>
          </div>
          {Object.entries(parameters).map(([name, value]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd className="selectable">{value === null ? t("inspect.notSet") : String(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
