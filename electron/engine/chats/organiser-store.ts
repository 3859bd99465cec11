// Rows of chat folders and presets.
import type { Folder, Preset } from "../../../shared/contract/chats.ts";
import { chatSettingsSchema } from "../../../shared/domain/chat-settings.ts";
import type { Db } from "../db/open.ts";

interface PresetRow {
  id: string;
  name: string;
  settings: string;
}
const toPreset = (row: PresetRow): Preset => ({
  id: row.id,
  name: row.name,
  settings: chatSettingsSchema.parse(JSON.parse(row.settings)),
});

export function organiserStore(db: Db) {
  const FOLDER = "SELECT id, name, created_at_ms AS createdAtMs FROM chat_folders";
  const folders = db.prepare<[], Folder>(`${FOLDER} ORDER BY name COLLATE NOCASE`);
  const folder = db.prepare<[string], Folder>(`${FOLDER} WHERE id = ?`);
  const insertFolder = db.prepare("INSERT INTO chat_folders (id, name, created_at_ms) VALUES (?, ?, ?)");
  const renameFolder = db.prepare("UPDATE chat_folders SET name = ? WHERE id = ?");
  const deleteFolder = db.prepare("DELETE FROM chat_folders WHERE id = ?");
  const within = db.prepare<[string], string>("SELECT id FROM conversations WHERE folder_id = ?").pluck();
  const leaveFolder = db.prepare("UPDATE conversations SET folder_id = NULL WHERE folder_id = ?");
  const PRESET = "SELECT id, name, settings FROM chat_presets WHERE deleted_at_ms IS NULL";
  const presets = db.prepare<[], PresetRow>(`${PRESET} ORDER BY name COLLATE NOCASE`);
  const preset = db.prepare<[string], PresetRow>(`${PRESET} AND id = ?`);
  const putPreset = db.prepare(
    `INSERT INTO chat_presets (id, name, settings, created_at_ms, updated_at_ms) VALUES (@id, @name, @settings, @now, @now)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings, updated_at_ms = excluded.updated_at_ms`,
  );
  const setPresetDeleted = db.prepare("UPDATE chat_presets SET deleted_at_ms = ? WHERE id = ?");
  const removeFolder = db.transaction((id: string) => {
    const conversationIds = within.all(id);
    leaveFolder.run(id);
    deleteFolder.run(id);
    return conversationIds;
  });
  return {
    folders: (): Folder[] => folders.all(),
    folder: (id: string): Folder | undefined => folder.get(id),
    insertFolder: (id: string, name: string) => insertFolder.run(id, name, Date.now()),
    renameFolder: (id: string, name: string) => renameFolder.run(name, id),
    /** Answers with the conversations that were in it. */
    removeFolder: (id: string): string[] => removeFolder(id),
    presets: (): Preset[] => presets.all().map(toPreset),
    preset(id: string): Preset | undefined {
      const row = preset.get(id);
      return row && toPreset(row);
    },
    putPreset: (row: Preset) => putPreset.run({ ...row, settings: JSON.stringify(row.settings), now: Date.now() }),
    setPresetDeleted: (id: string, atMs: number | null) => setPresetDeleted.run(atMs, id),
  };
}
export type OrganiserStore = ReturnType<typeof organiserStore>;
