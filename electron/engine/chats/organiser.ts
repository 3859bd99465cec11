// Folders that conversations lie in, and presets of their settings.
import type { Folder, Preset } from "../../../shared/contract/chats.ts";
import type { ChatSettings } from "../../../shared/domain/chat-settings.ts";
import { AlcoveError } from "../../../shared/domain/errors.ts";
import { newId } from "../../../shared/domain/ids.ts";
import type { ChangeFeed } from "../changes.ts";
import type { OrganiserStore } from "./organiser-store.ts";

export function chatOrganiser(deps: { store: OrganiserStore; changes: ChangeFeed }) {
  const { store, changes } = deps;
  const folder = (id: string): Folder => {
    const found = store.folder(id);
    if (!found) throw new AlcoveError("not-found", { what: "folder", id });
    return found;
  };
  const preset = (id: string): Preset => {
    const found = store.preset(id);
    if (!found) throw new AlcoveError("not-found", { what: "preset", id });
    return found;
  };
  return {
    folders: store.folders,
    createFolder(name: string): Folder {
      const id = newId();
      store.insertFolder(id, name);
      changes.changed("chats");
      return folder(id);
    },
    renameFolder(id: string, name: string): Folder {
      folder(id);
      store.renameFolder(id, name);
      changes.changed("chats");
      return folder(id);
    },
    /** Its conversations stay, outside of any folder. */
    removeFolder(id: string): { conversationIds: string[] } {
      folder(id);
      const conversationIds = store.removeFolder(id);
      changes.changed("chats");
      return { conversationIds };
    },
    presets: store.presets,
    savePreset(given: { presetId?: string | undefined; name: string; settings: ChatSettings }): Preset {
      if (given.presetId) preset(given.presetId);
      const id = given.presetId ?? newId();
      store.putPreset({ id, name: given.name, settings: given.settings });
      changes.changed("chats");
      return preset(id);
    },
    removePreset(id: string): void {
      preset(id);
      store.setPresetDeleted(id, Date.now());
      changes.changed("chats");
    },
    restorePreset(id: string): Preset {
      store.setPresetDeleted(id, null);
      changes.changed("chats");
      return preset(id);
    },
  };
}
export type ChatOrganiser = ReturnType<typeof chatOrganiser>;
