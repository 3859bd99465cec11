// The library: knowledge bases at the left, their documents in the middle, one document's truth at the right.
import { Ellipsis, FolderPlus, Plus, Trash2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { KnowledgeBase } from "../../../shared/contract/knowledge.ts";
import { ACCEPTED_FILES } from "../../../shared/domain/formats.ts";
import { useDocuments, useKnowledgeBases } from "../../data/queries.ts";
import { AddingRows } from "../../frame/AddingRows.tsx";
import { addDocuments, chooseFiles } from "../../frame/add-documents.ts";
import { useDropTaker } from "../../frame/DropTarget.tsx";
import { isCommand, isTyping } from "../../frame/keys.ts";
import { go, useRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Empty, Loading } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { useFilesOfChats } from "../drop/store.ts";
import { DocumentReader } from "../evidence/DocumentReader.tsx";
import { BaseList } from "./BaseList.tsx";
import { chooseFolder, removeBase } from "./commands.ts";
import { DocumentInspector } from "./DocumentInspector.tsx";
import { DocumentTable } from "./DocumentTable.tsx";
import "./library.css";
import { Outcomes } from "./Outcomes.tsx";
import { SearchHits } from "./SearchHits.tsx";
import { noteStarted, selectOthers, useLibrary } from "./store.ts";

/** Knowledge bases and their documents. */
export function LibraryPage() {
  const t = useText();
  const route = useRoute();
  const bases = useKnowledgeBases();
  const base = bases.data?.find(({ id }) => id === route.id) ?? bases.data?.[0] ?? null;
  const baseId = base?.id ?? null;
  const documents = useDocuments(baseId);
  const others = useLibrary((state) => state.others);
  const selected = useMemo(
    () => (documents.data ?? []).filter(({ id }) => id === route.documentId || others.has(id)),
    [documents.data, route.documentId, others],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another base begins with nothing selected
  useEffect(() => selectOthers([]), [baseId]);
  const ofLibrary = bases.data?.some(({ id }) => id === route.id) ?? true;
  const closeReader = useCallback(() => {
    // A file of a conversation is read here too: back to where it was opened.
    if (ofLibrary) go({ place: "library", id: baseId, documentId: route.documentId });
    else history.back();
  }, [ofLibrary, baseId, route.documentId]);
  const closeInspector = useCallback(() => {
    selectOthers([]);
    go({ place: "library", id: baseId }, true);
  }, [baseId]);

  const reading = route.documentId !== null && route.passage !== null;
  return (
    <Panes
      page="library"
      listLabel={t("knowledge.bases")}
      inspectorLabel={t("knowledge.inspector")}
      inspectorWidth={328}
      resizeLabel={t("common.resize")}
      list={<BaseList bases={bases.data} current={baseId} />}
      inspector={selected.length > 0 ? <DocumentInspector documents={selected} onClose={closeInspector} /> : undefined}
      onCloseInspector={closeInspector}
    >
      {reading ? (
        <DocumentReader documentId={route.documentId!} passage={route.passage!} onClose={closeReader} />
      ) : bases.isPending ? (
        <Loading label={t("common.loading")} rows={8} />
      ) : (
        <Base base={base} key={baseId} />
      )}
    </Panes>
  );
}

async function add(files: readonly File[], knowledgeBaseId: string | null): Promise<void> {
  const added = await addDocuments(files, knowledgeBaseId);
  if (!added) return;
  noteStarted(
    added.knowledgeBaseId,
    added.runId,
    files.map(({ name }) => name),
  );
  if (knowledgeBaseId === null) go({ place: "library", id: added.knowledgeBaseId });
}

/** One knowledge base, or the place where the first one will be. */
function Base({ base }: { base: KnowledgeBase | null }) {
  const t = useText();
  const baseId = base?.id ?? null;
  const documents = useDocuments(baseId);
  const query = useLibrary((state) => (baseId ? (state.queries[baseId] ?? "") : ""));
  const field = useRef<HTMLInputElement>(null);
  const name = base?.name ?? t("frame.myDocuments");
  useDropTaker(
    useMemo(
      () => ({
        title: t("frame.dropHere", { name }),
        kinds: t("frame.dropKinds"),
        take: (files: File[]) => void add(files, baseId),
      }),
      [t, name, baseId],
    ),
  );
  const setQuery = (text: string) =>
    useLibrary.setState(({ queries }) => ({ queries: { ...queries, [baseId ?? ""]: text } }));
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const find = isCommand(event) && event.key.toLowerCase() === "f";
      if (!find && (event.key !== "/" || isTyping(event.target))) return;
      if (!field.current) return;
      event.preventDefault();
      field.current.focus();
      field.current.select();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);

  const choose = async () => add(await chooseFiles(ACCEPTED_FILES), baseId);
  const empty = !base || (documents.isSuccess && documents.data.length === 0);
  return (
    <>
      <PaneHeader
        title={base?.name ?? t("knowledge.title")}
        listToggleLabel={t("common.showList")}
        note={base && !empty ? t("common.documents", { n: base.documents }) : undefined}
      >
        {base && !empty ? (
          <div className="library-search">
            <SearchField
              ref={field}
              label={t("knowledge.searchIn", { name: base.name })}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                event.preventDefault();
                setQuery("");
                event.currentTarget.blur();
              }}
            />
          </div>
        ) : null}
        {base ? (
          <Menu
            label={t("common.more")}
            button={(opener) => <IconButton icon={Ellipsis} label={t("common.more")} {...opener} />}
            items={[
              {
                label: t("knowledge.addFolder"),
                icon: FolderPlus,
                onChoose: () => void chooseFolder().then((files) => add(files, baseId)),
              },
              null,
              {
                label: t("knowledge.removeBase"),
                icon: Trash2,
                danger: true,
                onChoose: () => void removeBase(base, t),
              },
            ]}
          />
        ) : null}
        {empty ? null : (
          <Button kind="main" icon={Plus} onClick={() => void choose()}>
            {t("knowledge.add")}
          </Button>
        )}
      </PaneHeader>
      <div className="library-runs">
        <AddingRows without={useFilesOfChats()} />
      </div>
      {base ? <Outcomes knowledgeBaseId={base.id} /> : null}
      {documents.isPending && base ? (
        <Loading label={t("common.loading")} rows={8} />
      ) : base && query.trim() !== "" ? (
        <SearchHits base={base} query={query.trim()} />
      ) : (
        <DocumentTable base={base} documents={documents.data ?? []} empty={<EmptyBase onChoose={choose} />} />
      )}
    </>
  );
}

function EmptyBase({ onChoose }: { onChoose(): void }) {
  const t = useText();
  return (
    <Empty
      title={t("knowledge.emptyTitle")}
      action={
        <Button kind="main" onClick={onChoose}>
          {t("knowledge.chooseFiles")}
        </Button>
      }
    >
      {t("knowledge.emptyText")}
    </Empty>
  );
}
