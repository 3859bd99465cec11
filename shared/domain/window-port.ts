// The name of the message with which Electron's preload hands the window its port. Alone in this file, so that the
// preload carries nothing else of the contract.

/** Message that carries the window's port through Electron's preload. */
export const WINDOW_PORT_MESSAGE = "alcove:port";
