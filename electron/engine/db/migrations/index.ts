// Every migration, in order. A test fails when a file of this folder is not listed.
import type { Migration } from "../migration.ts";
import { first } from "./0001-first.ts";
import { conversations } from "./0002-conversations.ts";

export const migrations: readonly Migration[] = [first, conversations];
