// What can be done to chats and folders from the list and the header. Whatever takes away can be undone.

import type { Conversation, Folder } from "../../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../../shared/contract/errors.ts";
import { client } from "../../../client.ts";
import { keys, queryClient } from "../../../data/queries.ts";
import { go } from "../../../frame/route.ts";
import { useText } from "../../../i18n/index.ts";
import { showToast } from "../../../ui/Toast.tsx";
import { changeConversation } from "../chosen.ts";
import { setFailed } from "../store.ts";

const isOpen = (id: string): boolean => location.hash.includes(id);

/** Takes a chat out of the list as it is shown, before the engine has told. */
const dropFromLists = (id: string): void => {
  for (const key of [keys.conversations, keys.archived]) {
    queryClient.setQueryData<Conversation[]>(key, (list) => list?.filter((row) => row.id !== id));
  }
};
const readLists = (): void => void queryClient.invalidateQueries({ queryKey: keys.conversations });

/** Does something; should it fail, the reason stands above the composer of the open chat. */
async function tryTo(action: () => Promise<unknown>): Promise<boolean> {
  const open = /#\/chat\/([^/?]+)/.exec(location.hash)?.[1] ?? null;
  try {
    await action();
    return true;
  } catch (error) {
    setFailed(open, errorOfCall(error));
    readLists();
    return false;
  }
}

/** Moves a chat to the trash and offers to take that back. */
export function useRemoveConversation(): (conversation: Conversation) => void {
  const t = useText();
  return ({ id, title }) => {
    const wasOpen = isOpen(id);
    dropFromLists(id);
    if (wasOpen) go({ place: "chat" }, true);
    void tryTo(() => client.chats.remove({ conversationIds: [id] }));
    showToast(t("chat.removed", { title }), {
      label: t("common.undo"),
      run: () =>
        void tryTo(() => client.chats.restore({ conversationIds: [id] })).then(
          (back) => back && wasOpen && go({ place: "chat", id }),
        ),
    });
  };
}

/** Puts a chat into the archive or takes it out, and offers to take that back. */
export function useArchive(): (conversation: Conversation) => void {
  const t = useText();
  return (conversation) => {
    const archived = !conversation.archived;
    const wasOpen = isOpen(conversation.id);
    dropFromLists(conversation.id);
    void changeConversation(conversation, { archived }).then(readLists);
    if (archived && wasOpen) go({ place: "chat" }, true);
    showToast(t(archived ? "chats.archivedOne" : "chats.unarchivedOne", { title: conversation.title }), {
      label: t("common.undo"),
      run: () => {
        void changeConversation({ ...conversation, archived }, { archived: !archived }).then(readLists);
        if (archived && wasOpen) go({ place: "chat", id: conversation.id });
      },
    });
  };
}

/** Gives a chat another name. */
export const renameConversation = ({ id: conversationId }: Conversation, title: string): Promise<boolean> =>
  tryTo(() => client.chats.rename({ conversationId, title }));

/** Makes a folder; null where it could not be made. */
export async function createFolder(name: string): Promise<Folder | null> {
  let made: Folder | null = null;
  await tryTo(async () => {
    made = await client.chats.folders.create({ name });
  });
  await queryClient.invalidateQueries({ queryKey: keys.folders });
  return made;
}

/** Gives a folder another name. */
export const renameFolder = ({ id: folderId }: Folder, name: string): Promise<boolean> =>
  tryTo(() => client.chats.folders.rename({ folderId, name }));

/** Removes a folder; its chats stay. The undo makes it anew and puts them back. */
export function useRemoveFolder(): (folder: Folder) => void {
  const t = useText();
  return ({ id: folderId, name }) => {
    void tryTo(async () => {
      const { conversationIds } = await client.chats.folders.remove({ folderId });
      showToast(t("chats.folderRemoved", { name }), {
        label: t("common.undo"),
        run: () =>
          void tryTo(async () => {
            const again = await client.chats.folders.create({ name });
            for (const conversationId of conversationIds) {
              await client.chats.update({ conversationId, folderId: again.id });
            }
          }),
      });
    });
  };
}
