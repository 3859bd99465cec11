// The list of knowledge bases: opening, making, renaming and removing them. Left pane of the library.
import { BookOpen, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { client } from "../../client.ts";
import { keys, queryClient } from "../../data/queries.ts";
import { go } from "../../frame/route.ts";
import { useFormat } from "../../i18n/format.ts";
import { useErrorText, useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader } from "../../ui/Pane.tsx";
import { List, Row } from "../../ui/Row.tsx";
import { removeBase } from "./commands.ts";

/** Knowledge bases; undefined while they are being asked for. */
export function BaseList({ bases, current }: { bases: KnowledgeBase[] | undefined; current: string | null }) {
  const t = useText();
  const format = useFormat();
  /** The one whose name is being typed; "new" for one that does not exist yet. */
  const [naming, setNaming] = useState<string | null>(null);

  const save = async (name: string) => {
    if (naming === "new") {
      const made = await client.knowledge.create({ name });
      await queryClient.invalidateQueries({ queryKey: keys.knowledge });
      go({ place: "library", id: made.id });
    } else if (naming !== null) {
      await client.knowledge.rename({ knowledgeBaseId: naming, name });
      await queryClient.invalidateQueries({ queryKey: keys.knowledge });
    }
    setNaming(null);
  };
  return (
    <>
      <PaneHeader title={t("knowledge.title")}>
        <IconButton icon={Plus} label={t("knowledge.newBase")} onClick={() => setNaming("new")} />
      </PaneHeader>
      <div className="scroll">
        <List label={t("knowledge.bases")}>
          {naming === "new" ? (
            <NameRow label={t("knowledge.newBase")} before="" onSave={save} onLeave={() => setNaming(null)} />
          ) : null}
          {bases?.map((base) =>
            naming === base.id ? (
              <NameRow
                key={base.id}
                label={t("common.rename")}
                before={base.name}
                onSave={save}
                onLeave={() => setNaming(null)}
              />
            ) : (
              <Row
                key={base.id}
                icon={BookOpen}
                selected={base.id === current}
                note={format.count(base.documents)}
                title={base.name}
                onOpen={() => go({ place: "library", id: base.id })}
                actions={
                  <Menu
                    label={t("common.more")}
                    button={(opener) => <IconButton icon={Ellipsis} label={t("common.more")} {...opener} />}
                    items={[
                      { label: t("common.rename"), icon: Pencil, onChoose: () => setNaming(base.id) },
                      null,
                      {
                        label: t("common.delete"),
                        icon: Trash2,
                        danger: true,
                        onChoose: () => void removeBase(base, t),
                      },
                    ]}
                  />
                }
              >
                {base.name}
              </Row>
            ),
          )}
        </List>
      </div>
    </>
  );
}

interface NameRowProps {
  label: string;
  before: string;
  onSave(name: string): Promise<void>;
  onLeave(): void;
}

/** A row in which a name is typed: Enter keeps it, Esc leaves it as it was. */
function NameRow({ label, before, onSave, onLeave }: NameRowProps) {
  const say = useErrorText();
  const [name, setName] = useState(before);
  const [error, setError] = useState<string | null>(null);
  const save = () => {
    const wanted = name.trim();
    if (wanted === "" || wanted === before) return onLeave();
    onSave(wanted).catch((thrown: unknown) => {
      const { message, action } = say(errorOfCall(thrown));
      setError(`${message} ${action}`);
    });
  };
  return (
    <li className="library-naming">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          className="field-input"
          aria-label={label}
          aria-invalid={error !== null}
          // biome-ignore lint/a11y/noAutofocus: the person just asked to type a name here
          autoFocus
          value={name}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setName(event.target.value);
            setError(null);
          }}
          onBlur={() => (error ? onLeave() : save())}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            onLeave();
          }}
        />
      </form>
      {error ? (
        <p className="library-naming-error" role="alert">
          {error}
        </p>
      ) : null}
    </li>
  );
}
