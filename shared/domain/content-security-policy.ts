// What the window's page may load and connect to. Sent as a header by Electron's protocol handler
// (electron/shell/protocol.ts) and by the headless server, so that both windows live under the same rules.

/**
 * The one content security policy. Nothing from another origin, no inline script or style, no evaluated text;
 * `wasm-unsafe-eval` lets pdf.js compile its image decoders. 'self' covers the WebSocket on the same host and port.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For stored files: whatever bytes they hold, opened on their own they may do nothing at all. */
export const BLOB_SECURITY_POLICY = "default-src 'none'; sandbox";
