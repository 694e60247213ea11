/** The secret behind the salted digests of a published copy: a private file beside the full report. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** A file of salts that cannot be used. */
export class SaltsError extends Error {
  override readonly name = 'SaltsError'
}

export const saltsBeside = (report: string): string => `${report.replace(/\.html$/i, '')}.salts.json`

/** The secret kept for the report with this body; a new one, written with mode 0600, when there is none yet. */
export function secretFor(path: string, body: string): string {
  const known = readSecret(path, body)
  if (known !== undefined) return known
  const secret = randomBytes(32).toString('hex')
  writeFileSync(path, `${JSON.stringify({ version: 1, of: body, secret }, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return secret
}

/** The same, or undefined where there is no file. Throws SaltsError for a file of another report. */
export function readSecret(path: string, body: string): string | undefined {
  if (!existsSync(path)) return undefined
  const { of, secret } = parse(path)
  if (of === body && typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret)) return secret
  throw new SaltsError(
    `${path} does not hold the salts of this report. Expected those of the report with the sha256 ${body}. Move the file away, or name the right one with --salts.`,
  )
}

function parse(path: string): { readonly of?: unknown; readonly secret?: unknown } {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // An unreadable file holds no salts either.
  }
  return {}
}
