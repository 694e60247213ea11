/** Record → page → sealed page → file, and the file read back and verified before anyone is told of it. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RunRecord } from '../../reports/record.ts'
import { render, rendererDigest, surround } from '../../reports/render/render.ts'
import { audienceOf } from '../../reports/seal/ci-identity.ts'
import { sha256 } from '../../reports/seal/digest.ts'
import { fingerprint, thumbprint } from '../../reports/seal/public-key.ts'
import { type Signer, seal } from '../../reports/seal/seal.ts'
import { summaryOf } from '../../reports/seal/statement.ts'
import { type Verification, type VerifyOptions, verifySeals } from '../../reports/seal/verify.ts'
import { runVerdict } from '../../reports/verdict.ts'
import { openReport } from './open-report.ts'

export interface Written {
  readonly path: string
  readonly bytes: number
  readonly verification: Verification
}

/** Gets a token for an audience from the pipeline that this runs in. */
export type AskIdentity = (audience: string) => Promise<string>

export interface WriteOptions {
  /** With it the seal carries the pipeline's own word on exactly this page. */
  readonly askIdentity?: AskIdentity | undefined
  /** Told where the file is before it is verified. */
  readonly onFile?: ((file: string) => void) | undefined
}

export async function writeReport(
  record: RunRecord,
  path: string,
  signer: Signer,
  { askIdentity, onFile }: WriteOptions = {},
): Promise<Written> {
  performance.mark('mustdo:render')
  const page = render({ ...record, run: { ...record.run, sealKey: fingerprint(await thumbprint(signer.jwk)) } })
  performance.mark('mustdo:seal')
  const body = Buffer.from(page, 'latin1')
  const identity = await askIdentity?.(audienceOf(sha256(body)))
  const sealed = await seal(body, signer, {
    iat: Math.floor(Date.now() / 1000),
    summary: { ...summaryOf(record, runVerdict(record).word), ...(identity && { identity }) },
  })
  const file = resolve(path)
  writeFileSync(file, sealed)
  onFile?.(file)
  performance.mark('mustdo:verify')
  const verification = await verifyFile(file)
  performance.mark('mustdo:end')
  return { path: file, bytes: sealed.length, verification }
}

/** Verifies a sealed file, or the one in an archive, with this version's renderer, as of today. Throws SealError for an archive. */
export async function verifyFile(path: string, options: VerifyOptions = {}): Promise<Verification> {
  return verifyBytes(openReport(path).bytes, options)
}

/** The same for bytes at hand. */
export function verifyBytes(bytes: Uint8Array, options: VerifyOptions = {}): Promise<Verification> {
  return verifySeals(bytes, {
    rerender: render,
    surround,
    renderer: rendererDigest(),
    today: new Date().toISOString().slice(0, 10),
    ...options,
  })
}
