// What a migration is. Each file of migrations/ exports one.
import type { Db } from "./open.ts";

export interface Migration {
  /** Schema version after it; consecutive from 1. */
  version: number;
  name: string;
  up(db: Db): void;
}
