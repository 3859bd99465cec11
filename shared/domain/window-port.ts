// The names of the messages between Electron's preload and main process. Alone in this file, so that the preload
// carries nothing else of the contract.

/** Message that carries the window's port through Electron's preload. */
export const WINDOW_PORT_MESSAGE = "alcove:port";
/** Asks for the page as a PDF; answers whether it was written. */
export const SAVE_PDF_MESSAGE = "alcove:save-pdf";
