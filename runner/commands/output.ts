/** What a command prints. With `--json` exactly one JSON document goes to stdout; everything for people goes to stderr then. */

/** One JSON document and nothing else. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** For people, out of the way of what a program may read. */
export function remark(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** When all that was printed has left the process. */
export const flushed = (): Promise<unknown> =>
  Promise.all([process.stdout, process.stderr].map(stream => new Promise(done => stream.write('', done))))

export const colourful = (): boolean =>
  Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
