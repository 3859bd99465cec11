// Starts the window: connection, queries, first render.
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { connect } from "./client.ts";
import { followChanges, queryClient } from "./data/queries.ts";
import "./ui/tokens.css";
import "./ui/base.css";

connect();
void followChanges(new AbortController().signal);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
