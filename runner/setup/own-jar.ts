/** A `validator_cli.jar` of the user's own: looked into before anything is made of it. */
import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { OwnJar } from '../instruments/fhir-validator/official/installed.ts'
import { readLock } from '../instruments/fhir-validator/official/places.ts'
import { SetupError } from './error.ts'
import { sha256 } from './sha256.ts'

const ENGINE = 'org/hl7/fhir/validation/ValidationEngine.class'
/** What our launcher serves through. */
const SERVICE = 'org/hl7/fhir/validation/http/FhirValidatorHttpService.class'

const expected = () =>
  `Expected validator_cli.jar, as HL7's project org.hl7.fhir.core publishes it with each release, ${readLock().version} or about.`
const orMaven = 'or leave --jar out: Maven brings the jars then'

/** The jar at this path with its digest. Throws SetupError: nothing there, not a jar, cut short, another program's, too old. */
export async function ownJar(given: string): Promise<OwnJar> {
  const path = resolve(given)
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`
    throw new SetupError(`${path} ${why}. ${expected()} Name the file that you have, ${orMaven}.`)
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new SetupError(`${path} is not a file. ${expected()} Name the jar itself, ${orMaven}.`)
    const { size: bytes } = stat
    const entries = await listing(file, bytes)
    if (!entries)
      throw new SetupError(
        `${path} is not a jar, or was cut short (${bytes} bytes). ${expected()} Bring it anew and whole, ${orMaven}.`,
      )
    if (!entries.includes(ENGINE))
      throw new SetupError(
        `${path} is a jar, and not HL7's FHIR validator: it lacks ${ENGINE}. ${expected()} Name that one, ${orMaven}.`,
      )
    if (!entries.includes(SERVICE))
      throw new SetupError(
        `${path} is a release of HL7's validator that cannot serve others: it lacks ${SERVICE}. ${expected()} Bring a later one, ${orMaven}.`,
      )
    return { path, bytes, sha256: (await sha256(path)) ?? '' }
  } finally {
    await file.close()
  }
}

/** A zip's list of its entries lies at its end; the names are all that is wanted of it. Undefined where there is none. */
async function listing(file: FileHandle, size: number): Promise<Buffer | undefined> {
  const tailStart = Math.max(0, size - 65_557)
  const tail = await part(file, tailStart, size - tailStart)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > tail.length) return undefined
  let length = tail.readUInt32LE(end + 12)
  let start = tail.readUInt32LE(end + 16)
  // More than 65,535 entries, or 4 GB: the figures are in a longer record that a locator just before points to.
  if (end >= 20 && tail.readUInt32LE(end - 20) === 0x07064b50) {
    const long = await part(file, Number(tail.readBigUInt64LE(end - 12)), 56)
    if (long.length < 56) return undefined
    length = Number(long.readBigUInt64LE(40))
    start = Number(long.readBigUInt64LE(48))
  }
  if (start + length > size) return undefined
  const entries = await part(file, start, length)
  return entries.length >= 4 && entries.readUInt32LE(0) === 0x02014b50 ? entries : undefined
}

async function part(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
  return buffer.subarray(0, bytesRead)
}
