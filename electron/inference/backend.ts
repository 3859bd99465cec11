// Starts llama.cpp once: the packaged backend for this machine, never a download or a compiler. Called by load.ts.
import childProcess from "node:child_process";
import { EventEmitter } from "node:events";
import { syncBuiltinESMExports } from "node:module";
import { getLlama, type Llama } from "node-llama-cpp";

let started: Promise<Llama> | undefined;
const recentErrors: string[] = [];

/**
 * Before it loads a backend node-llama-cpp tries it in a process that it forks. Inside Electron's utility processes a
 * fork would start the whole application again (the runAsNode fuse is off), and this process is itself the trial: if
 * a backend brings it down, nothing else is lost. So the trial is answered as passed, without a process.
 */
function passTrialInElectron(): void {
  if (!process.versions.electron) return;
  childProcess.fork = (() => {
    const trial = new EventEmitter();
    const answers: Record<string, string> = { start: "loaded", test: "done" };
    const say = (type: string) => setImmediate(() => trial.emit("message", { type }));
    say("ready");
    return Object.assign(trial, {
      exitCode: null,
      kill: () => true,
      send: ({ type }: { type: string }) => {
        const answer = answers[type];
        if (answer) say(answer);
        else setImmediate(() => trial.emit("exit", 0));
      },
    });
  }) as never;
  syncBuiltinESMExports();
}

/** llama.cpp's last words about errors, newest last, and forgets them: the reason of a failure that has none itself. */
export function takeBackendErrors(): string {
  return recentErrors.splice(0).join(" ");
}

/** The one llama.cpp instance of this process: on the GPU where a packaged backend fits, on the CPU otherwise. */
export function backend(): Promise<Llama> {
  started ??= start();
  started.catch(() => {
    started = undefined;
  });
  return started;
}

async function start(): Promise<Llama> {
  passTrialInElectron();
  const gpu = process.env.ALCOVE_GPU === "off" ? false : "auto";
  return getLlama({
    gpu,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    // Its default of at least four threads makes two cores fight each other: prompts took three times as long.
    maxThreads: 0,
    logLevel: "error" as never,
    logger: (_level, message) => {
      recentErrors.push(message.trim());
      if (recentErrors.length > 5) recentErrors.shift();
    },
  });
}
