// Stands in for elkjs, which Mermaid would load for diagrams that insist on that layout: they stay source. See vite.config.ts.

/** Lays out nothing. */
export default class NoElk {
  layout(): Promise<never> {
    return Promise.reject(new Error("This layout is not available."));
  }
}
