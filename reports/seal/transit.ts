/**
 * What mail gateways, editors and browsers do to a file on its way, undone. Only to tell damage from alteration: a file that holds
 * once it is mended is still not accepted, since what was read was the damaged one.
 */

export interface Mended {
  readonly bytes: Uint8Array
  /** What was undone, in words. */
  readonly damage: readonly string[]
}

interface Undo {
  readonly damage: string
  undo(text: string): string
}

/** Each does nothing to a file that was not damaged so. In the order in which the damage is on top. */
const undoings: readonly Undo[] = [
  { damage: 'a byte order mark was put before it', undo: text => text.replace(/^\u00ef\u00bb\u00bf/, '') },
  {
    damage: 'it was encoded as UTF-16',
    undo: text =>
      /^(\u00ff\u00fe|\u00fe\u00ff)/.test(text) || /^<\0!\0/.test(text) || /^\0<\0!/.test(text)
        ? text.replace(/^(\u00ff\u00fe|\u00fe\u00ff)/, '').replaceAll('\0', '')
        : text,
  },
  { damage: 'line ends were rewritten', undo: text => text.replace(/\r\n?/g, '\n') },
  {
    damage: 'a browser saved it as a page of its own',
    undo: text => text.replace(/<!-- saved from url=[^\n>]{0,2000}-->\n/g, ''),
  },
  {
    damage: 'it was left in quoted-printable, as mail carries it',
    undo: text =>
      text.includes('=3D')
        ? text
            .replace(/=\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : text,
  },
  { damage: 'line ends at its end were added or lost', undo: endOnce },
]

/** One line end at the end. By hand: a stranger's million of line ends must not cost a million times a million steps. */
function endOnce(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '\n') end--
  return `${text.slice(0, end)}\n`
}

/** The file as it may have been sent; undefined when there is nothing that could be undone. */
export function mend(file: Uint8Array): Mended | undefined {
  let text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1')
  const damage: string[] = []
  for (const { damage: name, undo } of undoings) {
    const undone = undo(text)
    if (undone !== text) damage.push(name)
    text = undone
  }
  return damage.length > 0 ? { bytes: Buffer.from(text, 'latin1'), damage } : undefined
}
