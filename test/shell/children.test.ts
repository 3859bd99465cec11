// Engine and shell joined for real over a stand-in for Electron: children are started, spoken to, watched and ended.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { linkToShell, type ShellPort } from "../../electron/engine/launch-electron.ts";
import { startEngine } from "../../electron/shell/children.ts";
import { systemKeychain } from "../../electron/shell/keychain.ts";
import { connectChannel, serveChannel } from "../../shared/children/channel.ts";
import { fromWireError, toWireError } from "../../shared/children/errors.ts";
import { type ElectronPort, portThatComes } from "../../shared/children/shell.ts";
import { AlcoveError } from "../../shared/domain/errors.ts";
import * as fake from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

type Echo = {
  echo: { params: { text: string }; result: string; event: number };
  fail: { params: object; result: never };
};

/** The engine process as the shell started it, and the engine's own view of its parent. */
function started() {
  fake.FakeUtility.all.length = 0;
  const events = { onReady: vi.fn(), onFailed: vi.fn(), onExit: vi.fn() };
  const keychain = systemKeychain(fake.safeStorage as unknown as Electron.SafeStorage, "linux");
  const engine = startEngine("app-folder", [], keychain, events);
  const process = fake.FakeUtility.all[0]!;
  const parentPort: ShellPort = {
    postMessage: (message) => process.emit("message", structuredClone(message)),
    on: (_event, listener) => process.on("posted", (data: unknown, ports: ElectronPort[]) => listener({ data, ports })),
  };
  const output = vi.fn();
  return { engine, process, events, output, link: linkToShell(parentPort, output) };
}

/** What electron/child/start.ts does in a utility process: waits for its port, then answers. */
function serveEcho(child: fake.FakeUtility) {
  const port = portThatComes((use) => {
    const first = child.received[0]?.ports[0];
    if (first) use(first);
  });
  serveChannel<Echo>(
    port,
    {
      echo: ({ text }, { emit }) => {
        emit(1);
        return text.toUpperCase();
      },
      fail: () => {
        throw new AlcoveError("file.empty", { file: "a.pdf" });
      },
    },
    toWireError,
  );
}

function launchEcho(shell: ReturnType<typeof started>) {
  const child = shell.link.launch("retrieval");
  const process = fake.FakeUtility.all.at(-1)!;
  const channel = connectChannel<Echo>(child.port, fromWireError, (reason) => new Error(`lost: ${reason}`));
  return { child, process, channel };
}

let shell: ReturnType<typeof started>;
beforeEach(() => {
  shell = started();
});

describe("a child", () => {
  test("is a utility process of its own, beside the engine", () => {
    const { process } = launchEcho(shell);
    expect(process.entry).toMatch(/app-folder.retrieval\.js$/);
    expect(process.options.env).toMatchObject({ RUST_LOG: "error" });
  });

  test("answers calls that were made before it was up, and reports on the way", async () => {
    const { child, process, channel } = launchEcho(shell);
    const onEvent = vi.fn();
    const answer = channel.call("echo", { text: "early" }, { onEvent });
    expect(child.pid).toBeUndefined();
    serveEcho(process);
    process.pid = 4242;
    process.emit("spawn");
    expect(await answer).toBe("EARLY");
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(1);
    expect(child.pid).toBe(4242);
    await expect(channel.call("fail", {})).rejects.toMatchObject({ code: "file.empty" });
  });

  test("that dies fails its open calls once and says why", async () => {
    const { process, channel } = launchEcho(shell);
    process.emit("spawn");
    const answer = channel.call("echo", { text: "late" });
    process.emit("exit", 9);
    await expect(answer).rejects.toThrow("lost: exit code 9");
  });

  test("is ended at once when the engine asks", () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const { child, process: utility } = launchEcho(shell);
    utility.pid = 4243;
    child.kill();
    expect(kill).toHaveBeenCalledExactlyOnceWith(4243, "SIGKILL");
  });

  test("prints into the engine's log, line by line", () => {
    const { process } = launchEcho(shell);
    process.stderr.emit("data", Buffer.from("one\n\ntwo\n"));
    expect(shell.output.mock.calls).toEqual([
      ["retrieval", "one"],
      ["retrieval", "two"],
    ]);
  });

  test("does not outlive the engine", () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const { process: utility } = launchEcho(shell);
    utility.pid = 4244;
    shell.process.emit("exit", 1);
    expect(kill).toHaveBeenCalledWith(4244, "SIGKILL");
    expect(shell.events.onExit).toHaveBeenCalledExactlyOnceWith(1);
  });
});

describe("the engine", () => {
  test("tells the shell that it is ready, or why it is not", () => {
    shell.link.ready("blobs-folder");
    expect(shell.events.onReady).toHaveBeenCalledExactlyOnceWith("blobs-folder");
    const error = new AlcoveError("workspace.locked", { path: "w" });
    shell.link.failed(error);
    expect(shell.events.onFailed).toHaveBeenCalledExactlyOnceWith(error.message, error.action);
  });

  test("gets the port of each window", () => {
    const onWindow = vi.fn();
    shell.link.onWindow(onWindow);
    const { port1 } = new fake.MessageChannelMain();
    shell.engine.connectWindow(port1 as unknown as Electron.MessagePortMain);
    expect(onWindow).toHaveBeenCalledExactlyOnceWith(port1);
  });

  test("is asked to stop, and ended when it does not", () => {
    vi.useFakeTimers();
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const onStop = vi.fn();
    shell.link.onStop(onStop);
    shell.process.pid = 4245;
    shell.engine.stop(5000);
    expect(onStop).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(4999);
    expect(kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(kill).toHaveBeenCalledExactlyOnceWith(4245, "SIGKILL");
    vi.useRealTimers();
  });
});

describe("the keychain", () => {
  test("seals and opens over the engine's line", async () => {
    const sealed = await shell.link.seal("the key");
    expect(sealed).not.toBeNull();
    expect(sealed).not.toContain("the key");
    expect(await shell.link.unseal(sealed ?? "")).toBe("the key");
    expect(await shell.link.unseal("bm90IG91cnM=")).toBeNull();
  });

  test.each(["basic_text", "unknown"])("on Linux, %s protects nothing and is refused without a word", (backend) => {
    const storage = {
      ...fake.safeStorage,
      getSelectedStorageBackend: () => backend,
    } as unknown as Electron.SafeStorage;
    expect(systemKeychain(storage, "linux").seal("x")).toBeNull();
    expect(systemKeychain(storage, "linux").unseal("x")).toBeNull();
    expect(systemKeychain(storage, "darwin").seal("x")).not.toBeNull();
  });

  test("no encryption, no answer", () => {
    const storage = { ...fake.safeStorage, isEncryptionAvailable: () => false } as unknown as Electron.SafeStorage;
    expect(systemKeychain(storage, "win32").seal("x")).toBeNull();
  });
});
