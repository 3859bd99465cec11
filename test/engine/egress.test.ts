// Promises of the only way out: nothing is contacted without a permission, and every attempt is in the ledger.
// A fetch of the test's own stands in for the platform's and shows every call that would have left this machine.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChangeFeed } from "../../electron/engine/changes.ts";
import { migrate } from "../../electron/engine/db/migrate.ts";
import { closeDatabase, type Db, openDatabase } from "../../electron/engine/db/open.ts";
import { type EgressGrant, type EgressService, egressService } from "../../electron/engine/egress/service.ts";
import { egressStore } from "../../electron/engine/egress/store.ts";
import { settingsService } from "../../electron/engine/settings/service.ts";
import { settingsStore } from "../../electron/engine/settings/store.ts";
import { failureOf } from "../helpers/failure.ts";

let db: Db;
let egress: EgressService;
let setAirGap: (on: boolean) => void;
let asked: { url: string; method: string; headers: Record<string, string>; redirect: string | undefined }[];
let answer: (url: string) => Response | Promise<Response>;

beforeEach(() => {
  db = openDatabase(":memory:");
  migrate(db, "unused");
  asked = [];
  answer = () => new Response("hello");
  const changes = createChangeFeed();
  const settings = settingsService({ store: settingsStore(db), changes });
  setAirGap = (airGap) => void settings.set({ airGap });
  egress = egressService({
    store: egressStore(db),
    settings,
    changes,
    fetchImplementation: (async (url: URL, init: RequestInit) => {
      const { method, headers, redirect } = init;
      asked.push({ url: String(url), method: String(method), headers: headers as Record<string, string>, redirect });
      return answer(String(url));
    }) as typeof fetch,
  });
});
afterEach(() => closeDatabase(db));

const signal = new AbortController().signal;
const grantFor = (...hosts: string[]): EgressGrant => ({ purpose: "model-download", hosts, runId: null });
const get = (address: string, grant: EgressGrant | null, method = "GET") =>
  egress.fetch(address, { purpose: "model-download", grant, method, signal });
const redirectTo = (location: string) =>
  new Response(null, { status: 302, headers: { location, "x-linked-size": "7" } });

describe("without a permission", () => {
  it("nothing is contacted while the air-gap is closed, and the attempt is written down", async () => {
    expect(await failureOf(get("https://example.org/file", null))).toMatchObject({
      code: "network.air-gap",
      params: { host: "example.org" },
    });
    expect(asked).toEqual([]);
    expect(egress.ledger(10)).toMatchObject([
      {
        host: "example.org",
        purpose: "model-download",
        allowed: false,
        reason: "air-gap",
        sentBytes: 0,
        receivedBytes: 0,
      },
    ]);
  });

  it("nothing is contacted with the air-gap open either", async () => {
    setAirGap(false);
    expect(await failureOf(get("https://example.org/file", null))).toMatchObject({ code: "network.not-permitted" });
    expect(asked).toEqual([]);
    expect(egress.ledger(10)).toMatchObject([{ allowed: false }]);
  });
});

describe("with a permission", () => {
  it("its hosts and no others are contacted", async () => {
    const grant = grantFor("example.org", ".cdn.example");
    for (const host of ["example.org", "a.cdn.example", "b.a.cdn.example"]) await get(`https://${host}/`, grant);
    const refused = ["sub.example.org", "example.org.evil.test", "cdn.example", "evilcdn.example", "example.com"];
    for (const host of refused) {
      expect(await failureOf(get(`https://${host}/`, grant)), host).toMatchObject({ code: "network.not-permitted" });
    }
    expect(asked.map((each) => new URL(each.url).hostname)).toEqual([
      "example.org",
      "a.cdn.example",
      "b.a.cdn.example",
    ]);
    expect(egress.ledger(20).filter((entry) => !entry.allowed)).toHaveLength(refused.length);
  });

  it.each([
    ["http://example.org/", "example.org"],
    ["ftp://example.org/", "example.org"],
    ["file:///etc/passwd", ""],
    ["http://127.0.0.1.example.org/", "127.0.0.1.example.org"],
    ["http://10.0.0.1/", "10.0.0.1"],
  ])("%s is refused: it is not encrypted", async (address, host) => {
    expect(await failureOf(get(address, grantFor(host)))).toMatchObject({ code: "network.not-permitted" });
    expect(asked).toEqual([]);
  });

  it.each(["http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]:8080/"])(
    "%s may be asked without encryption: it is this machine",
    async (address) => {
      await get(address, grantFor(new URL(address).hostname));
      expect(asked).toHaveLength(1);
    },
  );

  it("the request is sent as it was meant, and redirects are never followed unseen", async () => {
    await egress.fetch("https://example.org/a?b=c", {
      purpose: "model-download",
      grant: grantFor("example.org"),
      headers: { range: "bytes=5-" },
      signal,
    });
    expect(asked).toEqual([
      { url: "https://example.org/a?b=c", method: "GET", headers: { range: "bytes=5-" }, redirect: "manual" },
    ]);
  });

  it("every byte that comes is counted, also of a body that is not read to its end", async () => {
    answer = () => new Response("x".repeat(70_000));
    const whole = await get("https://example.org/", grantFor("example.org"));
    expect(egress.open()).toEqual([{ host: "example.org", purpose: "model-download" }]);
    expect(await new Response(whole.body).text()).toHaveLength(70_000);
    expect(egress.ledger(1)).toMatchObject([{ allowed: true, receivedBytes: 70_000 }]);
    expect(egress.open()).toEqual([]);
    const part = await get("https://example.org/", grantFor("example.org"));
    await part.body!.cancel();
    expect(egress.open()).toEqual([]);
  });

  it("a connection that breaks is told as such and is no longer open", async () => {
    answer = () => {
      throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND example.org") });
    };
    expect(await failureOf(get("https://example.org/", grantFor("example.org")))).toMatchObject({
      code: "network.failed",
      params: { host: "example.org", detail: "getaddrinfo ENOTFOUND example.org" },
    });
    answer = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(10));
          },
          pull(controller) {
            controller.error(new TypeError("terminated"));
          },
        }),
      );
    const { body } = await get("https://example.org/", grantFor("example.org"));
    expect(await failureOf(new Response(body).text())).toMatchObject({ code: "network.failed" });
    expect(egress.open()).toEqual([]);
    expect(egress.ledger(1)).toMatchObject([{ receivedBytes: 10 }]);
  });
});

describe("redirects", () => {
  it("are followed to hosts of the permission, each with an entry of its own", async () => {
    answer = (url) =>
      url.startsWith("https://hub.example") ? redirectTo("https://cdn.example/file") : new Response("x");
    const response = await get("https://hub.example/file", grantFor("hub.example", "cdn.example"));
    expect(await new Response(response.body).text()).toBe("x");
    expect(response.redirects.map((headers) => headers.get("x-linked-size"))).toEqual(["7"]);
    expect(egress.ledger(5).map((entry) => [entry.host, entry.allowed])).toEqual([
      ["cdn.example", true],
      ["hub.example", true],
    ]);
  });

  it.each([
    ["another host", "https://tracker.example/file"],
    ["an unencrypted address", "http://hub.example/file"],
    ["this machine", "http://127.0.0.1/secret"],
    ["another host without its scheme", "//tracker.example/file"],
  ])("to %s are refused and written down", async (_name, location) => {
    answer = () => redirectTo(location);
    expect(await failureOf(get("https://hub.example/file", grantFor("hub.example")))).toMatchObject({
      code: "network.not-permitted",
    });
    expect(asked).toHaveLength(1);
    expect(egress.ledger(5).map((entry) => entry.allowed)).toEqual([false, true]);
    expect(egress.open()).toEqual([]);
  });

  it("in a circle end", async () => {
    answer = () => redirectTo("https://hub.example/again");
    expect(await failureOf(get("https://hub.example/", grantFor("hub.example")))).toMatchObject({
      code: "network.failed",
    });
    expect(asked.length).toBeLessThan(10);
    expect(egress.open()).toEqual([]);
  });
});
