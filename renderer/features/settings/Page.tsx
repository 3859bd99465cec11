// The settings: one searchable page, sections left; everything applies at once.
import { useEffect, useRef, useState } from "react";
import { go, useRoute } from "../../frame/route.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { PaneHeader, Panes } from "../../ui/Pane.tsx";
import { List, Row } from "../../ui/Row.tsx";
import { SECTIONS, type Section, sectionName, useSettingRows } from "./rows.tsx";
import "./settings.css";

/** The place "Settings" of the rail. */
export function SettingsPage() {
  const t = useText();
  const { id } = useRoute();
  const rows = useSettingRows();
  const [query, setQuery] = useState("");
  const page = useRef<HTMLDivElement>(null);
  const current = SECTIONS.find((section) => section === id) ?? SECTIONS[0]!;
  const wanted = query.trim().toLowerCase();
  const shown = rows.filter((row) => `${row.name} ${row.help}`.toLowerCase().includes(wanted));
  useEffect(() => {
    if (id) page.current?.querySelector(`[data-section="${id}"]`)?.scrollIntoView({ block: "start" });
  }, [id]);
  return (
    <Panes
      page="settings"
      listLabel={t("settings.sections")}
      inspectorLabel=""
      resizeLabel={t("common.resize")}
      list={
        <>
          <PaneHeader title={t("settings.title")} level={2} />
          <div className="list-search">
            <SearchField
              label={t("settings.search")}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
          <List label={t("settings.sections")}>
            {SECTIONS.map((section) => (
              <Row
                key={section}
                selected={section === current && !wanted}
                onOpen={() => {
                  setQuery("");
                  go({ place: "settings", id: section }, true);
                }}
              >
                {t(sectionName(section))}
              </Row>
            ))}
          </List>
        </>
      }
    >
      <PaneHeader
        title={<span className="unseen">{t("settings.title")}</span>}
        listToggleLabel={t("common.showList")}
      />
      <div className="scroll" ref={page}>
        {shown.length === 0 ? (
          <Empty title={t("settings.noneFound", { query })} />
        ) : (
          <div className="settings">
            {SECTIONS.map((section) => (
              <SettingSection key={section} section={section} rows={shown.filter((row) => row.section === section)} />
            ))}
          </div>
        )}
      </div>
    </Panes>
  );
}

function SettingSection({ section, rows }: { section: Section; rows: ReturnType<typeof useSettingRows> }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <section className="setting-section" data-section={section}>
      <h2>{t(sectionName(section))}</h2>
      {rows.map((row) => (
        <div key={row.id} className="setting">
          <div className="setting-words">
            <p className="setting-name">
              {row.name}
              {row.reset && (
                <Button className="setting-reset" onClick={row.reset}>
                  {t("settings.reset")}
                </Button>
              )}
            </p>
            <p className="meta">{row.help}</p>
          </div>
          <div className="setting-control">{row.control}</div>
        </div>
      ))}
    </section>
  );
}
