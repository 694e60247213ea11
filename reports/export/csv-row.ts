/** One row of RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(field).join(',')}\r\n`

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
