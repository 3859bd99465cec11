// The children that the engine can ask for, by name.
export type ChildName = "retrieval" | "inference" | "parser";
export const CHILD_NAMES: readonly ChildName[] = ["retrieval", "inference", "parser"];
