// The window's protocol serves its own files and stored blobs under the policy, and nothing else on the disk.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { serve } from "../../electron/shell/protocol.ts";
import { BLOB_SECURITY_POLICY, CONTENT_SECURITY_POLICY } from "../../shared/domain/content-security-policy.ts";

const base = mkdtempSync(path.join(tmpdir(), "alcove-protocol-"));
const folders = { renderer: path.join(base, "renderer"), blobs: path.join(base, "blobs") };
const page = "<!doctype html><title>x</title>";
const blobBytes = "<script>alert(1)</script>";
const blobId = createHash("sha256").update(blobBytes).digest("hex");

mkdirSync(path.join(folders.renderer, "assets"), { recursive: true });
mkdirSync(path.join(folders.blobs, blobId.slice(0, 2)), { recursive: true });
writeFileSync(path.join(folders.renderer, "index.html"), page);
writeFileSync(path.join(folders.renderer, "assets", "a b.js"), "export {};");
writeFileSync(path.join(base, "secret.txt"), "secret");
writeFileSync(path.join(folders.blobs, blobId.slice(0, 2), blobId), blobBytes);
symlinkSync(path.join(base, "secret.txt"), path.join(folders.renderer, "assets", "link.js"));
symlinkSync(base, path.join(folders.renderer, "folder"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const get = (address: string, method = "GET") => serve({ url: `app://alcove${address}`, method }, folders);

test("the page comes with the policy and its type", async () => {
  const response = await get("/");
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(page);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-length": String(page.length),
  });
});

test("an escaped name is found, and HEAD has no body", async () => {
  expect((await get("/assets/a%20b.js")).headers.get("content-type")).toContain("text/javascript");
  const head = await get("/assets/a%20b.js", "HEAD");
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("a stored file is bytes that may do nothing, whatever they are", async () => {
  const response = await get(`/blobs/${blobId}`);
  expect(await response.text()).toBe(blobBytes);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("content-security-policy")).toBe(BLOB_SECURITY_POLICY);
});

describe("nothing outside is served", () => {
  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/%00index.html",
    "/index.html%00.js",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/assets/link.js",
    "/folder/secret.txt",
    "/folder",
    "/assets",
    "/assets/",
    "/no-such-file.js",
    `/blobs/${blobId.toUpperCase()}`,
    `/blobs/${blobId}x`,
    `/blobs/../secret.txt`,
    "/blobs/..%2fsecret.txt",
    `/blobs/${"0".repeat(64)}`,
    "/blobs/",
  ])("%s", async (address) => {
    const response = await get(address);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("");
  });

  test("a broken escape, another method, another origin", async () => {
    expect((await get("/%zz")).status).toBe(400);
    expect((await get("/", "POST")).status).toBe(405);
    expect((await serve({ url: "app://other/", method: "GET" }, folders)).status).toBe(404);
    expect((await serve({ url: "file:///etc/passwd", method: "GET" }, folders)).status).toBe(404);
  });

  test("no stored file before the workspace is known", async () => {
    const early = { renderer: folders.renderer, blobs: undefined };
    expect((await serve({ url: `app://alcove/blobs/${blobId}`, method: "GET" }, early)).status).toBe(404);
  });
});

test("the policy allows nothing inline, nothing evaluated and no other origin", () => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none';/);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
});
