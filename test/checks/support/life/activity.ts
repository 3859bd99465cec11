// What a person does with the product, over and over, while it is being killed.

import type { Client } from "../../../../shared/contract/index.ts";
import { failureOf } from "../../../helpers/failure.ts";

export interface Activity {
  name: string;
  /** One thing that is done and acknowledged. Rejects where the product is killed meanwhile. */
  act(client: Client): Promise<void>;
  /** After a restart: what had been acknowledged and is not there, as sentences. */
  missing(client: Client): Promise<string[]>;
  /** When all kills are done: lets what goes on come to its end and says what did not. */
  settle?(client: Client): Promise<string[]>;
  /** How many things were acknowledged. */
  count(): number;
}

/** Whether a call is refused as `not-found`. */
export async function isGone(call: Promise<unknown>): Promise<boolean> {
  const failure: unknown = await failureOf(call).catch(() => undefined);
  return (failure as { code?: string } | undefined)?.code === "not-found";
}

/** The sentences among them. */
export const sentences = (found: (string | undefined)[]): string[] => found.filter((each) => each !== undefined);

/** A word that no other text holds. */
export const uniqueWord = (kind: string, n: number, seed: number): string => `${kind}q${seed}x${n}z`;
