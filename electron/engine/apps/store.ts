// Rows of apps.
import type { App } from "../../../shared/contract/apps.ts";
import { type AppConfig, appConfigSchema } from "../../../shared/domain/app-config.ts";
import type { Db } from "../db/open.ts";

interface AppRow {
  id: string;
  name: string;
  mode: App["mode"];
  config: string;
}
const toApp = (row: AppRow): App => ({ ...row, config: appConfigSchema.parse(JSON.parse(row.config)) });

export function appStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO apps (id, name, mode, config, created_at_ms, updated_at_ms) VALUES (@id, @name, @mode, @config, @now, @now)
     ON CONFLICT (id) DO NOTHING`,
  );
  const update = db.prepare("UPDATE apps SET name = @name, config = @config, updated_at_ms = @now WHERE id = @id");
  const setDeleted = db.prepare("UPDATE apps SET deleted_at_ms = ? WHERE id = ?");
  const select = db.prepare<[string], AppRow>(
    "SELECT id, name, mode, config FROM apps WHERE id = ? AND deleted_at_ms IS NULL",
  );
  const list = db.prepare<[], AppRow>(
    "SELECT id, name, mode, config FROM apps WHERE deleted_at_ms IS NULL ORDER BY created_at_ms",
  );
  return {
    /** Does nothing when there is an app of this id already. */
    insert: (app: { id: string; name: string; mode: App["mode"]; config: AppConfig }) =>
      insert.run({ ...app, config: JSON.stringify(app.config), now: Date.now() }),
    update: (app: { id: string; name: string; config: AppConfig }) =>
      update.run({ ...app, config: JSON.stringify(app.config), now: Date.now() }),
    setDeleted: (id: string, atMs: number | null) => setDeleted.run(atMs, id),
    get(id: string): App | undefined {
      const row = select.get(id);
      return row && toApp(row);
    },
    list: (): App[] => list.all().map(toApp),
  };
}
export type AppStore = ReturnType<typeof appStore>;
