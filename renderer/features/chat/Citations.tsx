// Citation chips and claims of one answer: what is pointed at lights up together.
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import type { Message } from "../../../shared/contract/chats.ts";
import { errorOfCall } from "../../../shared/contract/errors.ts";
import type { Citation } from "../../../shared/domain/citations.ts";
import { client } from "../../client.ts";
import { useText } from "../../i18n/index.ts";
import "./citations.css";
import { type CitationAt, openCitation, useChat } from "./store.ts";
import { claimBefore, claimId, UNSURE } from "./support.ts";

interface Cited {
  messageId: string;
  citations: readonly Citation[];
}
const CitedAnswer = createContext<Cited>({ messageId: "", citations: [] });

/** Gives chips and claims inside it their answer. */
export function Citations({ message, children }: { message: Message; children: ReactNode }) {
  return <CitedAnswer value={{ messageId: message.id, citations: message.citations }}>{children}</CitedAnswer>;
}

/** Whether the document behind a citation is gone. */
function useIsGone(documentId: string | undefined): boolean {
  const { error } = useQuery({
    queryKey: ["documents", "get", documentId],
    queryFn: () => client.documents.get({ documentId: documentId! }),
    enabled: documentId !== undefined,
    retry: false,
  });
  return !!error && errorOfCall(error).code === "not-found";
}

const isOf = (state: CitationAt | null, messageId: string, n: number, at: number): boolean =>
  state?.messageId === messageId && state.n === n && (state.at === null || state.at === at);

/** The number of a source; opens its page. */
export function CitationChip({ n, at }: { n: number; at: number }) {
  const t = useText();
  const { messageId, citations } = useContext(CitedAnswer);
  const citation = citations.find((candidate) => candidate.n === n);
  const isOpen = useChat((state) => isOf(state.open, messageId, n, at));
  const gone = useIsGone(citation?.documentId);
  const light = (lit: CitationAt | null) => useChat.setState({ lit });
  const here = { messageId, n, at };
  const name = t(gone ? "chat.sourceGone" : "chat.source", {
    n,
    document: citation?.documentName ?? "",
    page: citation?.page ?? 1,
  });
  return (
    <button
      type="button"
      className={`cite ${isOpen ? "cite-on" : ""} ${gone ? "cite-gone" : ""}`}
      data-citation={n}
      aria-label={name}
      aria-pressed={isOpen}
      title={name}
      onPointerEnter={() => light(here)}
      onPointerLeave={() => light(null)}
      onFocus={() => light(here)}
      onBlur={() => light(null)}
      onClick={() => openCitation(here)}
    >
      {n}
    </button>
  );
}

/** A stretch of the answer: a claim, lit with its chip, or a sentence without support. */
export function ClaimRange({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const { messageId, citations } = useContext(CitedAnswer);
  const names = (state: CitationAt | null): boolean => {
    if (state?.messageId !== messageId) return false;
    const citation = citations.find((candidate) => candidate.n === state.n);
    if (!citation) return false;
    if (state.at === null) return citation.claims.some((claim) => ids.includes(claimId(state.n, claim.start)));
    const claim = claimBefore(citation, state.at);
    return !!claim && ids.includes(claimId(state.n, claim.start));
  };
  const isLit = useChat((state) => names(state.open) || names(state.lit));
  const className = [isLit && "claim", ids.includes(UNSURE) && "unsure"].filter(Boolean).join(" ");
  return <span className={className || undefined}>{children}</span>;
}
