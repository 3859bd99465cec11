// The thread that reads PDFs, bundled as a file of its own; started by open-pdf.ts.
import "pdfjs-dist/build/pdf.worker.min.mjs";
