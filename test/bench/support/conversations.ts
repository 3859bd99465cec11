// A workspace with many conversations, English and Chinese, written by the product's own store. It is made once and kept
// in .cache/bench. Used by chats.bench.ts.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chatSearchIndex } from "../../../electron/engine/chats/search-index.ts";
import { chatStore } from "../../../electron/engine/chats/store.ts";
import { closeDatabase, openDatabase } from "../../../electron/engine/db/open.ts";
import { preparePaths } from "../../../electron/engine/paths.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { openEngine } from "../../helpers/engine.ts";
import { benchCache } from "./cache.ts";

const TURNS_A_CONVERSATION = 25;
const ANSWER_CHARACTERS = 800;
/** To be raised when a workspace of an earlier run would no longer be what this file makes. */
const LAYOUT = 1;

/** A language's part of the conversations: what people ask and what they are told. */
export interface Talk {
  questions: string[];
  records: string[];
}

async function write(workspace: string, talks: Talk[], count: number): Promise<void> {
  // An engine makes the workspace what it is, with the assistants that conversations belong to.
  const { client, engine } = await openEngine({ workspace });
  const [app] = await client.apps.list();
  await engine.stop();
  const db = openDatabase(preparePaths(workspace).database);
  const store = chatStore(db, chatSearchIndex(db));
  let written = 0;
  for (let number = 0; written < count; number++) {
    const { questions, records } = talks[number % talks.length]!;
    const text = (list: string[], turn: number) => list[(number * TURNS_A_CONVERSATION + turn) % list.length]!;
    store.atomically(() => {
      const conversationId = newId();
      store.insertConversation({
        id: conversationId,
        appId: app!.id,
        title: text(questions, 0).slice(0, 80),
        knowledgeBaseIds: [],
      });
      let parentId: string | null = null;
      for (let turn = 0; turn < TURNS_A_CONVERSATION && written < count; turn++) {
        const from = (number * 100) % ANSWER_CHARACTERS;
        const said = [
          { role: "user" as const, text: text(questions, turn) },
          { role: "assistant" as const, text: text(records, turn).slice(from, from + ANSWER_CHARACTERS) },
        ];
        for (const message of said) {
          const id = newId();
          store.insertMessage({ id, conversationId, parentId, ...message, language: null, status: "done" });
          parentId = id;
          written++;
        }
      }
      store.setCurrent(conversationId, parentId);
    });
  }
  closeDatabase(db);
}

/** A workspace with `count` messages, from the cache or made now. */
export async function conversationsOf(talks: Talk[], count: number): Promise<string> {
  const sizes = talks.map(({ questions, records }) => `${questions.length} ${records.length}`);
  const key = createHash("sha256").update(`${LAYOUT}\n${count}\n${sizes}`).digest("hex").slice(0, 8);
  const workspace = join(benchCache, `chats-${count}-${key}`);
  const note = join(workspace, "whole");
  if (existsSync(note)) return workspace;
  console.log(`Writing ${count.toLocaleString("en-US")} messages, once ...`);
  const partial = `${workspace}.partial`;
  for (const folder of [partial, workspace]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await write(partial, talks, count);
  writeFileSync(join(partial, "whole"), "");
  renameSync(partial, workspace);
  return workspace;
}
