// Writes small PDFs for tests: pages of given size and rotation with content in PDF's own drawing operators.
// The standard fonts are named, not embedded, so their widths are those of Adobe's AFM files.

/** One page. `content` may use the fonts /F1 (Helvetica) and /F2 (Helvetica-Bold). */
export interface TinyPage {
  content: string;
  width?: number;
  height?: number;
  rotate?: 0 | 90 | 180 | 270;
}

/** The bytes of a PDF with these pages, and the document title where one is given. */
export function tinyPdf(pages: TinyPage[], title?: string): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  add("<< /Type /Catalog /Pages 2 0 R >>");
  const firstPage = 5;
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(" ");
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
  for (const [index, page] of pages.entries()) {
    const { content, width = 612, height = 792, rotate = 0 } = page;
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} ` +
        `/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
    );
    add(`<< /Length ${Buffer.byteLength(content, "latin1")} >>\nstream\n${content}\nendstream`);
  }
  if (title !== undefined) add(`<< /Title (${title}) >>`);
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const info = title === undefined ? "" : `/Info ${objects.length} 0 R `;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${info}>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, "latin1");
}

/** Lines of Helvetica from a point downwards, `leading` points apart. */
export function lines(texts: string[], x: number, y: number, size = 10, leading = 12, font = "F1"): string {
  const shown = texts.map((text) => `(${text.replace(/([()\\])/g, "\\$1")}) Tj T*`).join("\n");
  return `BT /${font} ${size} Tf ${leading} TL ${x} ${y} Td\n${shown}\nET`;
}
