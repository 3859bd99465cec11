// A program that does what the product must not do: it connects, sends and looks up a name, from a child process too.
// Run by test/checks/01-6-connections.ts in a network namespace that has no way out, to prove that its trace sees it.
import { fork } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { connect } from "node:net";

/** The closed port of loopback and the addresses for documentation (RFC 5737, RFC 3849) that are tried. */
export const TRIED = { loopback: "127.0.0.1", tcp: "192.0.2.1", tcp6: "2001:db8::1", udp: "198.51.100.1", port: 9 };

function tryToConnect(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: TRIED.port, timeout: 2000 });
    const end = () => {
      socket.destroy();
      resolve();
    };
    socket.once("connect", end).once("error", end).once("timeout", end);
  });
}

async function reachOut(): Promise<void> {
  await tryToConnect(TRIED.loopback);
  await tryToConnect(TRIED.tcp6);
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.send("x", TRIED.port, TRIED.udp, () => resolve()));
  socket.close();
  await lookup("alcove.invalid").catch(() => {});
  const child = fork(import.meta.filename, ["child"]);
  await new Promise((resolve) => child.once("exit", resolve));
}

if (import.meta.main) await (process.argv[2] === "child" ? tryToConnect(TRIED.tcp) : reachOut());
