// Opens the person's browser at an address.
import { spawn } from "node:child_process";

/** Asks the system to open `address`; where that fails the printed address is enough. */
export function openBrowser(address: string): void {
  const [command, args]: [string, string[]] =
    process.platform === "darwin"
      ? ["open", [address]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", address.replaceAll("&", "^&")]]
        : ["xdg-open", [address]];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
