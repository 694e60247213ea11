import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type UnzipFileInfo, unzipSync, type Zippable, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { samplePage, sampleRecord, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { seal } from '../seal/seal.ts'
import { EVIDENCE, SUMS } from './layout.ts'
import { pack, packAhead, reportName } from './pack.ts'
import { unpack } from './unpack.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const texts = ['{"resourceType":"Patient"}', 'plain \u00e9', 'AAECAw==']
const bodies = Object.fromEntries(texts.map(text => [sha256(text), text]))
const signer = await newSigner()
const sealedOf = async (record = { ...sampleRecord, bodies }) =>
  seal(samplePage(record), signer, { iat: 1_795_356_600, summary: sampleSummary })
const sealed = await sealedOf()
const archive = pack(sealed, 'mustdo-report.html')
const files: Zippable = { ...unzipSync(archive) }

/** Zipped by the library, with what this test has to say about the files. */
const zipped = (change: (files: Zippable) => Zippable) => zipSync(change({ ...files }))
const without = (name: string) => (all: Zippable) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))

test('an archive holds the report, evidence by digest, checksums and how to check, and reads back the same', () => {
  expect(Object.keys(files)).toEqual([
    'mustdo-report.html',
    'HOW-TO-CHECK.txt',
    ...Object.keys(bodies)
      .sort()
      .map(digest => `${EVIDENCE}${digest}`),
    SUMS,
  ])
  const read = unpack(archive)
  expect(Buffer.from(read.report)).toEqual(Buffer.from(sealed))
  expect(read).toMatchObject({ name: 'mustdo-report.html', evidence: 3, files: 5 })
})

test('the same report gives the same bytes, in any time zone', () => {
  expect(pack(sealed, 'mustdo-report.html')).toEqual(archive)
  const zone = process.env['TZ']
  try {
    for (const other of ['Pacific/Kiritimati', 'America/St_Johns', 'UTC']) {
      process.env['TZ'] = other
      expect(pack(sealed, 'mustdo-report.html')).toEqual(archive)
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

test('evidence that was packed ahead gives the same bytes, and what is not the report\u2019s own is not taken', () => {
  expect(pack(sealed, 'mustdo-report.html', packAhead(bodies))).toEqual(archive)
  const foreign = Object.keys(bodies).map(digest => [digest, 'another text'])
  expect(pack(sealed, 'mustdo-report.html', packAhead(Object.fromEntries(foreign)))).toEqual(archive)
  expect(pack(sealed, 'mustdo-report.html', packAhead({}))).toEqual(archive)
})

test('a report is packed under a name that every portal takes', () => {
  expect(reportName('../r\u00e9sum\u00e9 of run.html')).toBe('r-sum-of-run.html')
  expect(reportName('plain')).toBe('plain.html')
  expect(reportName('\u00e9')).toBe('report.html')
})

const onLinux = test.skipIf(
  spawnSync('sha256sum', ['--version']).status !== 0 || spawnSync('unzip', ['-v']).status !== 0,
)
onLinux('unzip and sha256sum, which know nothing of mustdo, find it whole (skipped where they are missing)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-bundle-'))
  try {
    writeFileSync(join(folder, 'a.zip'), archive)
    expect(spawnSync('unzip', ['-q', 'a.zip'], { cwd: folder }).status).toBe(0)
    const checked = spawnSync('sha256sum', ['-c', '--strict', SUMS], { cwd: folder, encoding: 'utf8' })
    expect(checked.stdout.trim().split('\n')).toHaveLength(5)
    expect(checked.status, checked.stderr).toBe(0)
    expect(readFileSync(join(folder, 'HOW-TO-CHECK.txt'), 'utf8')).toContain('mustdo verify mustdo-report.html')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('an archive that other software packed anew holds: the same files, in another order, stored or deflated', () => {
  const anew = zipSync(Object.fromEntries(Object.entries(files).reverse()), { level: 0 })
  expect(Buffer.from(unpack(anew).report)).toEqual(Buffer.from(sealed))
})

/** A second directory entry for a name, which fflate does not write: two names of one length, then one overwritten. */
function renamed(from: string, to: string, bytes: Uint8Array, where: 'both' | 'directory'): Uint8Array {
  const made = Buffer.from(bytes)
  for (
    let at = made.lastIndexOf(from), left = where === 'both' ? 2 : 1;
    left > 0;
    left--, at = made.lastIndexOf(from, at - 1)
  )
    made.write(to, at, 'latin1')
  return made
}

/** Says that a file unpacks to another size than it does, in the directory. */
function lied(size: number): Uint8Array {
  const made = Buffer.from(archive)
  made.writeUInt32LE(size, made.lastIndexOf('mustdo-report.html') - 46 + 24)
  return made
}

const hostile: readonly [string, () => Uint8Array, RegExp][] = [
  [
    'climbs out of its folder',
    () => zipped(all => ({ ...all, '../../etc/passwd': new Uint8Array(3) })),
    /holds "\.\.\/\.\.\/etc/,
  ],
  [
    'has an absolute path',
    () => zipped(all => ({ ...all, '/tmp/x.html': new Uint8Array(3) })),
    /holds "\/tmp\/x\.html"/,
  ],
  ['has a Windows path', () => zipped(all => ({ ...all, 'C:\\x.html': new Uint8Array(3) })), /holds "C:/],
  ['holds two reports', () => zipped(all => ({ ...all, 'other.html': sealed })), /holds 2 reports.*nobody can tell/],
  ['holds no report', () => zipped(without('mustdo-report.html')), /holds 0 reports/],
  [
    'holds a name twice',
    () =>
      renamed(
        'mustdo-repor2.html',
        'mustdo-report.html',
        zipped(all => ({ ...all, 'mustdo-repor2.html': sealed })),
        'both',
      ),
    /holds mustdo-report\.html twice/,
  ],
  [
    'says another name where a file lies',
    () => renamed('mustdo-report.html', 'mustdo-repor2.html', archive, 'directory'),
    /has another name/,
  ],
  ['holds no checksums', () => zipped(without(SUMS)), /holds no SHA256SUMS/],
  [
    'holds a file that is in no checksum',
    () => zipped(all => ({ ...all, [`${EVIDENCE}${'a'.repeat(64)}`]: new Uint8Array(1) })),
    /is not in SHA256SUMS/,
  ],
  [
    'lost a file',
    () => zipped(without(`${EVIDENCE}${sha256(texts[0] ?? '')}`)),
    /SHA256SUMS lists "evidence\/.*", which is not in the archive/,
  ],
  [
    'holds an altered file',
    () => zipped(all => ({ ...all, 'HOW-TO-CHECK.txt': Buffer.from('Trust me.\n') })),
    /HOW-TO-CHECK\.txt is not the file whose SHA-256/,
  ],
  [
    'holds evidence of another report, with a checksum of its own',
    () =>
      zipped(all => ({
        ...all,
        [`${EVIDENCE}${sha256('foreign')}`]: Buffer.from('foreign'),
        [SUMS]: Buffer.concat([
          all[SUMS] as Uint8Array,
          Buffer.from(`${sha256('foreign')}  ${EVIDENCE}${sha256('foreign')}\n`),
        ]),
      })),
    /is no evidence of the report beside it/,
  ],
  [
    'is a bomb by its own word',
    () => lied(600 * 1024 * 1024),
    /unpacks to \d{9} bytes, more than .* Nothing was unpacked/,
  ],
  ['is a bomb that says it is small', () => lied(1000), /does not unpack to the 1000 bytes/],
  ['unpacks to less than it says', () => lied(sealed.length + 1), /does not unpack to/],
  ['is cut short', () => archive.subarray(0, -30), /does not end with its directory/],
  ['has something after its end', () => Buffer.concat([archive, Buffer.from('x')]), /does not end with its directory/],
  ['has something before its files', () => Buffer.concat([archive.subarray(0, 4), archive]), /./],
  [
    'is no archive after its first bytes',
    () => Buffer.from('PK\x03\x04 and then nothing at all, for a while'),
    /does not end/,
  ],
]

test.each(hostile)('an archive that %s is refused, with what to do next', (_what, make, says) => {
  let error: Error | undefined
  try {
    unpack(make())
  } catch (caught) {
    error = caught as Error
  }
  expect(error?.name).toBe('SealError')
  expect(error?.message).toMatch(says)
  expect(error?.message).toMatch(/Expected .*\.zip that mustdo wrote.*Ask the sender/s)
})

test('something between two files that the archive does not list is refused', () => {
  const made = Buffer.from(archive)
  const second = made.indexOf(Buffer.from('PK\x03\x04', 'latin1'), 4)
  const hidden = Buffer.concat([made.subarray(0, second), Buffer.alloc(40, 1), made.subarray(second)])
  // Offsets of the directory and of every file but the first move by as much.
  const end = hidden.length - 22
  hidden.writeUInt32LE(hidden.readUInt32LE(end + 16) + 40, end + 16)
  for (let at = hidden.readUInt32LE(end + 16); at < end; ) {
    const from = hidden.readUInt32LE(at + 42)
    if (from > 0) hidden.writeUInt32LE(from + 40, at + 42)
    at += 46 + hidden.readUInt16LE(at + 28) + hidden.readUInt16LE(at + 30) + hidden.readUInt16LE(at + 32)
  }
  const seen: UnzipFileInfo[] = []
  unzipSync(hidden, { filter: file => seen.push(file) > 0 })
  expect(seen).toHaveLength(6)
  expect(() => unpack(hidden)).toThrow(/that it does not list/)
})

test('evidence filed under another digest, or under a path, is not packed', async () => {
  for (const name of ['../../x', 'f'.repeat(64)]) {
    const odd = await sealedOf({ ...sampleRecord, bodies: { [name]: 'text' } })
    expect(() => pack(odd, 'r.html')).toThrow(/which has another digest/)
  }
})

test('any one bit of an archive turned over is found, or changes nothing that is read', () => {
  const step = 997
  for (let at = 0; at < archive.length; at += step) {
    const turned = Buffer.from(archive)
    turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8))
    try {
      expect(Buffer.from(unpack(turned).report)).toEqual(Buffer.from(sealed))
    } catch (error) {
      expect((error as Error).name).toBe('SealError')
    }
  }
})
