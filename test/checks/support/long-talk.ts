// Conversations too long for any reader, written into a workspace through the engine's own store before it starts.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { appStore } from "../../../electron/engine/apps/store.ts";
import { chatSearchIndex } from "../../../electron/engine/chats/search-index.ts";
import { chatStore } from "../../../electron/engine/chats/store.ts";
import { migrate } from "../../../electron/engine/db/migrate.ts";
import { closeDatabase, openDatabase } from "../../../electron/engine/db/open.ts";
import { preparePaths } from "../../../electron/engine/paths.ts";
import { ASSISTANT_APP_ID, appConfigSchema } from "../../../shared/domain/app-config.ts";
import { newId } from "../../../shared/domain/ids.ts";
import { writeTinyGguf } from "../../helpers/tiny-gguf.ts";
import { randomNumbers } from "./sampling.ts";

const SENTENCES = [
  "The indicator traces the pressure inside the cylinder against the travel of the piston.",
  "Its area is the work done in one stroke, so that a poor valve shows at once.",
  "Compounding lets the steam expand in stages, each cylinder larger than the one before.",
  "A condenser keeps the exhaust below the pressure of the air, which is worth a third of the work.",
  "蒸汽机把热能变成机械能，效率取决于温差。",
  "The governor of **James Watt** closes the throttle as the *balls* rise.",
  "Superheated steam carries no water, and the formula $\\eta = 1 - T_c / T_h$ bounds what can be had.",
  "See `valve_gear.c` for how the cut-off is computed, and the table below for what was measured.",
] as const;
const CODE = `\`\`\`python
def efficiency(cold, hot):
    """Carnot's bound."""
    if hot <= cold:
        raise ValueError("hot must be above cold")
    return 1 - cold / hot  # kelvin
\`\`\``;
const TABLE = `| Engine | Efficiency | Year |
| --- | ---: | ---: |
| Newcomen | 1 % | 1712 |
| Watt | 4 % | 1776 |
| Triple expansion | 16 % | 1890 |`;
const LIST = `1. Open the drain cocks, so that no water is caught.
2. Warm the cylinders with a breath of steam:
   - the high-pressure one first
   - then the **low-pressure** one
3. Move the lever out of mid-gear.`;

/** Markdown of at least `characters`, with everything that answers have in it; the same for the same seed. */
export function longMarkdown(characters: number, seed: number): string {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const blocks: string[] = [];
  for (let length = 0, section = 1; length < characters; ) {
    const kind = random();
    const sentences = Array.from({ length: 2 + Math.floor(random() * 4) }, () => pick(SENTENCES)).join(" ");
    const block =
      kind < 0.08
        ? `## Section ${section++}`
        : kind < 0.16
          ? CODE
          : kind < 0.22
            ? TABLE
            : kind < 0.34
              ? LIST
              : sentences;
    blocks.push(block);
    length += block.length + 2;
  }
  return blocks.join("\n\n");
}

export interface LongTalks {
  /** Ten thousand messages, or as many as were asked for. */
  many: string;
  /** One question and one very long answer. */
  long: string;
}

/** Writes both conversations, and a model file for the script, into an empty workspace. */
export async function writeLongTalks(
  workspace: string,
  size: { messages: number; answerCharacters: number },
  seed: number,
): Promise<LongTalks> {
  const paths = preparePaths(workspace);
  mkdirSync(paths.models, { recursive: true });
  await writeTinyGguf(join(paths.models, "scripted.gguf"));
  const db = openDatabase(paths.database);
  migrate(db, paths.backups);
  const store = chatStore(db, chatSearchIndex(db));
  // As the engine lays it at its first start.
  const assistant = {
    id: ASSISTANT_APP_ID,
    name: "Assistant",
    mode: "chat",
    config: appConfigSchema.parse({}),
  } as const;
  appStore(db).insert(assistant);
  const random = randomNumbers(seed);
  const conversation = (title: string): string => {
    const id = newId();
    store.insertConversation({ id, appId: ASSISTANT_APP_ID, title, knowledgeBaseIds: [] });
    return id;
  };
  const turn = (conversationId: string, parentId: string | null, question: string, answer: string): string => {
    const [questionId, answerId] = [newId(), newId()];
    const base = { conversationId, language: "en", status: "done" } as const;
    store.insertMessage({ ...base, id: questionId, parentId, role: "user", text: question });
    store.insertMessage({ ...base, id: answerId, parentId: questionId, role: "assistant", text: answer });
    return answerId;
  };
  const talks = db.transaction(() => {
    const many = conversation("Ten thousand messages");
    let parent: string | null = null;
    for (let at = 0; at < size.messages / 2; at++) {
      const answer = longMarkdown(120 + random() * 1400, seed * 100_000 + at);
      parent = turn(many, parent, `Question ${at + 1}: what of the valves?`, answer);
    }
    const long = conversation("One long answer");
    turn(long, null, "Tell me everything.", longMarkdown(size.answerCharacters, seed));
    return { many, long };
  })();
  closeDatabase(db);
  return talks;
}
