/** The openssl script of the page on 1,000 of the 50,000 altered copies, drawn but the same each time. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { corpus, LOST_LAST_SEAL } from '../../fixtures/seals/corpus.ts'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { seal } from './seal.ts'

const found = (program: string) => spawnSync(program, [program === 'bash' ? '--version' : 'version']).status === 0
const missing = !found('bash') || !found('openssl')
const why = missing ? ' (skipped: bash or openssl is not installed)' : ''
const page = readFileSync(fileURLToPath(new URL('../../docs/verify-with-openssl.md', import.meta.url)), 'utf8')

const SAMPLE = 1000
/** Copies of one bit, one cut or one edit; there are tens of thousands of these, and few of every other kind. */
const MANY = /^(bit|cut at|insert|take|repeat|copy|swap) /

/** Every copy of the rarer kinds, and of the many as many as are missing, by the order of their names' digests. */
function sample(all: readonly string[]): ReadonlySet<string> {
  const rank = (name: string) => createHash('sha256').update(`sample ${name}`).digest('hex')
  const rare = all.filter(name => !MANY.test(name) && name !== LOST_LAST_SEAL)
  const ranked = all.filter(name => MANY.test(name)).map(name => [rank(name), name] as const)
  const drawn = ranked.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, SAMPLE - rare.length)
  return new Set([...rare, ...drawn.map(([, name]) => name)])
}

test.skipIf(missing)(
  `of 1,000 altered copies the openssl page accepts none, and of the originals every one${why}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mustdo-openssl-corpus-'))
    try {
      const request = { iat: 1_795_356_600, summary: sampleSummary }
      const once = Buffer.from(await seal(samplePage(), await newSigner(), request))
      const twice = Buffer.from(await seal(once, await newSigner('EdDSA'), { ...request, role: 'reviewer' }))
      const names = [...new Set([...corpus({ once, twice })].map(([name]) => name))]
      expect(names.length).toBeGreaterThan(45_000)
      const wanted = sample(names)
      mkdirSync(join(folder, 'copies'))
      const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, 'copies', `${name}.html`), bytes)
      const named = new Map<string, string>()
      for (const [name, bytes] of corpus({ once, twice })) {
        if (!wanted.has(name) || [...named.values()].includes(name)) continue
        put(`copy-${named.size}`, bytes)
        named.set(`copies/copy-${named.size}.html`, name)
      }
      expect(named.size).toBe(SAMPLE)
      put('original-once', once)
      put('original-twice', twice)
      writeFileSync(join(folder, 'check-seal.sh'), /^```bash\n(.*?)^```$/ms.exec(page)?.[1] ?? '')
      const answers = await inOneShell(folder)
      expect(answers.size).toBe(SAMPLE + 2)
      const accepted = [...answers].filter(([, code]) => code === 0).map(([file]) => named.get(file) ?? file)
      expect(accepted).toEqual(['copies/original-once.html', 'copies/original-twice.html'])
      expect([...answers].filter(([, code]) => code !== 0 && code !== 4)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  600_000,
)

/** Exit code of the script by file. */
function inOneShell(cwd: string): Promise<ReadonlyMap<string, number>> {
  const loop = 'for file in copies/*; do bash check-seal.sh "$file" > /dev/null 2>&1; echo "$? $file"; done'
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', loop], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', () => {
      const lines = text.trim().split('\n')
      resolve(new Map(lines.map(line => [line.slice(line.indexOf(' ') + 1), Number(line.split(' ')[0])])))
    })
  })
}
