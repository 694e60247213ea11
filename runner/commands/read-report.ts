/** Reads the record inside a sealed report, a record file, or the newest run of this folder. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../../reports/record.ts'
import { RECORD_VERSION } from '../../reports/record.ts'
import { recordOf } from '../../reports/seal/grammar.ts'
import { openReport } from '../run/open-report.ts'
import { UsageError } from './explain.ts'

export const DEFAULT_REPORT = 'mustdo-report.html'

/** Throws SealError for a file that is no sealed report, UsageError for a record of a version not known here. */
export function readRecord(path: string = DEFAULT_REPORT): RunRecord {
  if (!existsSync(path))
    throw new UsageError(`${path} does not exist. Expected a sealed report. Make one with: mustdo run`)
  return recordIn(openReport(path).bytes, path)
}

/** The same for a file that is read already; `path` is for the message. */
export function recordIn(file: Uint8Array, path: string): RunRecord {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const text = bytes.subarray(0, 1).toString() === '{' ? bytes.toString() : recordOf(bytes)
  const record = parse(text, path)
  if (record.version !== RECORD_VERSION)
    throw new UsageError(
      `${path} holds a record of version ${String(record.version)}. Expected ${RECORD_VERSION}. Read it with the mustdo that wrote it, or a newer one.`,
    )
  return record
}

function parse(text: string, path: string): RunRecord {
  try {
    return JSON.parse(text) as RunRecord
  } catch {
    throw new UsageError(
      `${path} holds no record that can be read. Expected a report or record that mustdo wrote. Ask for the original file.`,
    )
  }
}

/** The folder of a run by its id, or of the newest run. Throws UsageError. */
export function runFolderOf(id: string | undefined, runs = join('.mustdo', 'runs')): string {
  const all = existsSync(runs)
    ? readdirSync(runs)
        .filter(name => existsSync(join(runs, name, 'run.json')))
        .sort()
    : []
  const chosen = id ?? all.at(-1)
  if (chosen && existsSync(join(runs, chosen, 'run.json'))) return join(runs, chosen)
  if (chosen && existsSync(join(chosen, 'run.json'))) return chosen
  throw new UsageError(
    `There is no run ${id ? `"${id}"` : 'yet'} under ${runs}. Expected ${all.length > 0 ? `one of ${all.slice(-5).join(', ')}` : 'a folder that mustdo run made'}. Look there, or name the folder.`,
  )
}
