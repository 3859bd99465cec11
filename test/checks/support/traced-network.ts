// Every network address that a process and its descendants turn to, as strace sees it from outside of them.
// Called by test/checks/01-6-connections.ts and its short form in test/checks-short.
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { basename, dirname, join } from "node:path";

/** One address that a process connected to, sent to, or listened on. */
export interface Contact {
  call: "connect" | "send" | "bind";
  address: string;
  port: number;
}

/** What a trace shows. */
export interface Trace {
  contacts: Contact[];
  /** Sockets of resolver daemons on this machine: asking them is a name lookup too. */
  resolverSockets: string[];
  /** io_uring instances that were had in spite of all, whose traffic a trace of system calls would not show. */
  rings: number;
  /** Processes and threads that were followed. */
  tasks: number;
}

const TRACED = "trace=connect,sendto,sendmsg,sendmmsg,bind,io_uring_setup";
/** A ring carries calls past the trace; where none can be had, Node and libraries make plain calls. */
const NO_RINGS = "inject=io_uring_setup:error=ENOSYS";
const RESOLVER_SOCKET = /nscd|resolve|mdns|dnsmasq/i;
const DNS_PORTS = [53, 853, 5353];

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Whether strace is installed and allowed to follow processes here. */
export const canTrace = (): boolean =>
  process.platform === "linux" && works("strace", "-f", "-qq", "-o", "/dev/null", "true");

/** What to put before a command so that it runs where there is no network but loopback; undefined where that cannot be had. */
export function withoutNetwork(): string[] | undefined {
  const bring = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  const ways = [
    ["unshare", "--net"],
    ["unshare", "--map-root-user", "--net"],
  ];
  const way =
    process.platform === "linux" && ways.find(([command, ...args]) => works(command!, ...args, ...bring, "true"));
  return way ? [...way, ...bring] : undefined;
}

/** What to put before a command to have its calls written into files that start with `prefix`, one a process or thread. */
export const tracing = (prefix: string): string[] => [
  "strace",
  "-ff",
  "-qq",
  "-e",
  TRACED,
  "-e",
  NO_RINGS,
  "-o",
  prefix,
];

const ADDRESS = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/;
const PORT = /sin6?_port=htons\((\d+)\)/;

/** Contacts in one file of strace's output. */
export function readTrace(text: string): Omit<Trace, "tasks"> {
  const trace: Omit<Trace, "tasks"> = { contacts: [], resolverSockets: [], rings: 0 };
  for (const line of text.split("\n")) {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (!name) continue;
    if (name === "io_uring_setup" && !/= -1/.test(line)) trace.rings++;
    const call = name === "connect" || name === "bind" ? name : "send";
    // sendmmsg names several addresses in one call.
    for (const part of line.split(/(?=\{sa_family=)/)) {
      const unixPath = /^\{sa_family=AF_UNIX, sun_path=@?"([^"]+)"/.exec(part)?.[1];
      if (unixPath && call !== "bind" && RESOLVER_SOCKET.test(unixPath)) trace.resolverSockets.push(unixPath);
      if (!/^\{sa_family=AF_INET6?,/.test(part)) continue;
      const address = ADDRESS.exec(part);
      trace.contacts.push({
        call,
        address: address?.[1] ?? address?.[2] ?? "unreadable",
        port: Number(PORT.exec(part)?.[1] ?? 0),
      });
    }
  }
  return trace;
}

/** All files of a trace together. */
export function readTraces(prefix: string): Trace {
  const names = readdirSync(dirname(prefix)).filter((name) => name.startsWith(`${basename(prefix)}.`));
  const traces = names.map((name) => readTrace(readFileSync(join(dirname(prefix), name), "utf8")));
  return {
    contacts: traces.flatMap(({ contacts }) => contacts),
    resolverSockets: traces.flatMap(({ resolverSockets }) => resolverSockets),
    rings: traces.reduce((sum, { rings }) => sum + rings, 0),
    tasks: names.length,
  };
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

/** Contacts that leave this machine, one for each address and port. A socket bound to any free address is none yet. */
export function outsideContacts({ contacts }: Trace): string[] {
  const outside = contacts.filter(
    ({ call, address, port }) => !isLoopback(address) && !(call === "bind" && port === 0),
  );
  return [...new Set(outside.map(({ call, address, port }) => `${call} ${address} port ${port}`))];
}

/** Name lookups: questions to a name server, on this machine or not, and to a resolver daemon. */
export function nameLookups({ contacts, resolverSockets }: Trace): string[] {
  const asked = contacts.filter(({ call, port }) => call !== "bind" && DNS_PORTS.includes(port));
  return [...new Set([...asked.map(({ address, port }) => `${address} port ${port}`), ...resolverSockets])];
}

/** Runs a command to its end; resolves with its exit code. */
export function runToEnd(command: string[]): Promise<number | null> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, { stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code));
  });
}
