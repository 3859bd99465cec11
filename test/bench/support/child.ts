// A child process of the product, called directly without an engine around it. Used by the benchmarks.

import { launcher } from "../../../electron/headless/children.ts";
import { type Channel, type ChannelMethods, connectChannel } from "../../../shared/children/channel.ts";
import { fromWireError } from "../../../shared/children/errors.ts";
import type { ChildName } from "../../../shared/children/index.ts";

/** The calls of a child that runs on its own, and its end. */
export interface BareChild<M extends ChannelMethods> extends Channel<M> {
  kill(): void;
}

/** Starts a child as headless mode does. */
export function startBareChild<M extends ChannelMethods>(name: ChildName): BareChild<M> {
  const child = launcher(() => {})(name);
  const channel = connectChannel<M>(child.port, fromWireError, (reason) => new Error(`${name} ended: ${reason}`));
  return { call: channel.call, kill: () => child.kill() };
}
