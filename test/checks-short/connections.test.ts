// The short form of check 01.6, and the reader of strace's output by itself.
import { describe, expect, it } from "vitest";
import { runShort } from "../checks/support/short.ts";
import { canTrace, nameLookups, outsideContacts, readTrace, withoutNetwork } from "../checks/support/traced-network.ts";
import { describeWithMaterial } from "../helpers/material.ts";

const LINES = `
connect(21, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS (Operation now in progress)
connect(22, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED (Connection refused)
connect(23, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH (Network is unreachable)
connect(23, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:127.0.0.1", &sin6_addr), sin6_scope_id=0}, 28) = 0
sendmmsg(24, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, msg_namelen=16, msg_iov=[{iov_base="q", iov_len=1}], msg_iovlen=1}, msg_len=1}], 1, MSG_NOSIGNAL) = 1
sendto(25, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("198.51.100.1")}, 16) = 1
connect(26, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)
connect(27, {sa_family=AF_UNIX, sun_path="/home/someone/workspace/engine.sock"}, 110) = 0
bind(28, {sa_family=AF_INET, sin_port=htons(4711), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
bind(29, {sa_family=AF_INET, sin_port=htons(4711), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
`;

describe("the reader of traces", () => {
  const trace = { ...readTrace(LINES), tasks: 1 };

  it("lists what leaves this machine, and servers that others could reach", () => {
    expect(outsideContacts(trace)).toEqual([
      "connect 192.0.2.1 port 443",
      "connect 2001:db8::1 port 443",
      "send 198.51.100.1 port 9",
      "bind 0.0.0.0 port 4711",
    ]);
  });

  it("counts questions to name servers and resolver daemons, on this machine too", () => {
    expect(nameLookups(trace)).toEqual(["127.0.0.53 port 53", "/run/nscd/socket"]);
  });
});

describeWithMaterial("the product", () => {
  it("turns to no address but this machine's", { timeout: 120_000 }, async (context) => {
    const possible = canTrace() && withoutNetwork() !== undefined;
    if (!possible && process.env.ALCOVE_NO_SKIP !== "1")
      context.skip("strace or network namespaces cannot be had here");
    expect(await runShort("01-6-connections")).toContain("control: name lookup seen");
  });
});
