/** The resources that files, folders and standard input hold, one after the other: what is not asked for yet is not read yet. */
import { createReadStream, type Dirent, existsSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Item } from './item.ts'
import { itemsOfLines } from './lines.ts'
import { isJson, itemOf, XML } from './text.ts'

/** A document is parsed whole; beyond this JavaScript itself gives up. */
export const LARGEST_DOCUMENT = 256 * 1024 * 1024

/** The words of the command line name something that cannot be validated. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

const isLines = (name: string) => /\.(ndjson|jsonl)$/i.test(name)
const isDocument = (name: string) => /\.json$/i.test(name)
const isXml = (name: string) => /\.xml$/i.test(name)

/** The files that these words mean, in the order given, those of folders by name. Throws InputError for a word that means none. */
export async function filesOf(words: readonly string[]): Promise<readonly string[]> {
  const all: string[] = []
  for (const word of words) {
    if (word === '-') all.push(word)
    else if (!existsSync(word))
      throw new InputError(
        `${word} does not exist. Expected a file, a folder, or - for standard input. Check the path: files are looked for from the folder this runs in.`,
      )
    else if (statSync(word).isDirectory()) all.push(...(await filesOfFolder(word)))
    else if (isXml(word)) throw new InputError(`${word} cannot be validated: ${XML}`)
    else all.push(word)
  }
  return all
}

async function filesOfFolder(folder: string): Promise<readonly string[]> {
  const found = (await filesUnder(folder)).filter(name => isDocument(name) || isLines(name) || isXml(name))
  if (found.some(name => !isXml(name))) return found
  throw new InputError(
    `${folder} holds no FHIR resource${found.length > 0 ? ` but ${found.length} as XML, which is not validated here` : ''}. Expected files that end in .json, .ndjson or .jsonl. Name another folder, or a file.`,
  )
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1)
  const parts = await Promise.all(
    entries.sort(byName).map(async entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : []
    }),
  )
  return parts.flat()
}

/** What these files hold, as `filesOf` gave them. */
export async function* itemsOf(files: readonly string[], stdin: Readable): AsyncGenerator<Item> {
  for (const file of files) {
    if (file === '-') yield* itemsOfStream(stdin)
    else if (isLines(file)) yield* itemsOfLines(file, createReadStream(file))
    else yield await itemOfDocument(file)
  }
}

async function itemOfDocument(file: string): Promise<Item> {
  const { size } = statSync(file)
  // One that a folder holds beside others: it is said, and counts as not judged.
  if (isXml(file)) return { place: { file }, size, notes: [], leftOut: XML }
  return size > LARGEST_DOCUMENT ? tooLarge(file, size) : itemOf({ file }, await readFile(file))
}

const tooLarge = (file: string, size: number): Item => ({
  place: { file },
  size: 0,
  notes: [],
  leftOut: `it has ${Math.round(size / 1024 / 1024)} MB or more. Expected at most ${LARGEST_DOCUMENT / 1024 / 1024} MB in one document. Split it, or give one resource a line (.ndjson), which may be of any length.`,
})

/** Standard input may be one document or lines; its first line tells. */
async function* itemsOfStream(stdin: Readable): AsyncGenerator<Item> {
  const chunks = stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const head: Buffer[] = []
  let size = 0
  const more = async () => {
    const { value, done } = await chunks.next()
    if (done) return false
    const chunk = Buffer.from(value)
    head.push(chunk)
    size += chunk.length
    return true
  }
  while (!head.at(-1)?.includes(0x0a) && size <= LARGEST_DOCUMENT && (await more()));
  const first = Buffer.concat(head).toString('utf8').trimStart().split('\n', 1)[0] ?? ''
  if (isJson(first.replace(/^\uFEFF/, ''))) return yield* itemsOfLines('-', rest(head, chunks))
  while (size <= LARGEST_DOCUMENT && (await more()));
  yield size > LARGEST_DOCUMENT ? tooLarge('-', size) : itemOf({ file: '-' }, Buffer.concat(head))
}

async function* rest(head: readonly Buffer[], chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* head
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield Buffer.from(next.value)
}
