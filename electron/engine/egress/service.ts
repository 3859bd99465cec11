// The only way out of this machine. Every attempt is checked against a permission and written into the ledger.
import { AlcoveError } from "../../../shared/domain/errors.ts";
import type { ChangeFeed } from "../changes.ts";
import type { SettingsService } from "../settings/service.ts";
import type { EgressStore } from "./store.ts";

/** A person's word for one purpose and a set of hosts, held by the run that they started with it. */
export interface EgressGrant {
  purpose: string;
  /** Host names; a leading dot allows every host below it (".hf.co"). */
  hosts: readonly string[];
  runId: string | null;
}

export interface EgressResponse {
  status: number;
  headers: Headers;
  /** Headers of the redirects that led here, in their order. */
  redirects: Headers[];
  /** Fails with `network.failed` when the connection breaks. */
  body: ReadableStream<Uint8Array> | null;
}

const MAX_REDIRECTS = 5;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const hostAllowed = (host: string, hosts: readonly string[]): boolean =>
  hosts.some((allowed) => (allowed.startsWith(".") ? host.endsWith(allowed) : host === allowed));

/** `fetchImplementation` is the platform's; tests hand in their own to prove that nothing else is ever called. */
export function egressService(deps: {
  store: EgressStore;
  settings: SettingsService;
  changes: ChangeFeed;
  fetchImplementation?: typeof fetch;
}) {
  const { store, changes } = deps;
  const platformFetch = deps.fetchImplementation ?? fetch;
  const open = new Map<number, { host: string; purpose: string }>();

  /** Throws unless `url` may be contacted under `grant`; either way the attempt is in the ledger. Returns the entry. */
  const admit = (url: URL, grant: EgressGrant | null, purpose: string): number => {
    const host = url.hostname;
    const runId = grant?.runId ?? null;
    const refuse = (reason: string, error: AlcoveError): never => {
      store.insert({ purpose, host, allowed: false, reason, runId });
      changes.changed("egress");
      throw error;
    };
    const secure = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(host));
    if (!secure) return refuse("not https", new AlcoveError("network.not-permitted", { host }));
    if (!grant) {
      return deps.settings.get().airGap
        ? refuse("air-gap", new AlcoveError("network.air-gap", { host }))
        : refuse("no permission", new AlcoveError("network.not-permitted", { host }));
    }
    if (!hostAllowed(host, grant.hosts))
      return refuse("other host", new AlcoveError("network.not-permitted", { host }));
    const entry = store.insert({ purpose, host, allowed: true, reason: "allowed once by the person", runId });
    changes.changed("egress");
    return entry;
  };

  const failed = (host: string, error: unknown): AlcoveError => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const detail = cause instanceof Error ? cause.message : String(cause);
    return new AlcoveError("network.failed", { host, detail }, { cause: error });
  };
  /** The body with its bytes counted into the ledger; `close` is called when it ends in any way. */
  const counted = (
    body: ReadableStream<Uint8Array>,
    entry: number,
    host: string,
    signal: AbortSignal,
    close: () => void,
  ) => {
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            close();
            controller.close();
            return;
          }
          store.addBytes(entry, 0, value.byteLength);
          controller.enqueue(value);
        } catch (error) {
          close();
          controller.error(signal.aborted ? signal.reason : failed(host, error));
        }
      },
      cancel(reason) {
        close();
        return reader.cancel(reason);
      },
    });
  };

  return {
    /**
     * An HTTP request beyond this process. Redirects are followed by hand, each checked like a first request; the
     * body's bytes are counted into the ledger. Errors: `network.air-gap`, `network.not-permitted`, `network.failed`.
     */
    async fetch(
      address: string,
      options: {
        purpose: string;
        grant: EgressGrant | null;
        headers?: Record<string, string>;
        method?: string;
        signal: AbortSignal;
      },
    ): Promise<EgressResponse> {
      let url = new URL(address);
      const redirects: Headers[] = [];
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        const entry = admit(url, options.grant, options.purpose);
        open.set(entry, { host: url.hostname, purpose: options.purpose });
        changes.changed("egress");
        const close = () => {
          open.delete(entry);
          changes.changed("egress");
        };
        let response: Response;
        try {
          response = await platformFetch(url, {
            method: options.method ?? "GET",
            headers: options.headers ?? {},
            redirect: "manual",
            signal: options.signal,
          });
        } catch (error) {
          close();
          options.signal.throwIfAborted();
          throw failed(url.hostname, error);
        }
        const location = response.headers.get("location");
        if (response.status >= 300 && response.status < 400 && location) {
          await response.body?.cancel();
          close();
          redirects.push(response.headers);
          url = new URL(location, url);
          continue;
        }
        if (!response.body) close();
        const body = response.body && counted(response.body, entry, url.hostname, options.signal, close);
        return { status: response.status, headers: response.headers, redirects, body };
      }
      throw new AlcoveError("network.failed", { host: url.hostname, detail: "too many redirects" });
    },
    ledger: store.list,
    open: () => [...open.values()],
  };
}
export type EgressService = ReturnType<typeof egressService>;
