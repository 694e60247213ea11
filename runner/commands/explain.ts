/** Turns whatever went wrong into words a person can act on, and into the exit code of design's table. */
import { exits } from '../../reports/verdict.ts'

/** Errors that say themselves what is wrong, what was expected and what to do next. */
const spokenErrors = new Set([
  'TargetError',
  'CatalogueError',
  'YamlFileError',
  'UnknownNameError',
  'KeyFileError',
  'UsageError',
  'UnknownFinding',
  'BrowserUnavailable',
  'SetupError',
  'PackageError',
  'InputError',
  'LedgerError',
  'SaltsError',
  'EvidenceError',
])

/** The user asked for something that cannot be done as asked. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function explain(error: unknown): { text: string; code: number } {
  if (!(error instanceof Error)) return { text: String(error), code: exits.incomplete }
  if (error.name === 'SealError' || error.name === 'RecordError') return { text: error.message, code: exits.sealBroken }
  if (spokenErrors.has(error.name)) return { text: error.message, code: exits.wrongUse }
  if (error.name === 'ValidatorTrouble')
    return {
      text: `HL7's FHIR validator cannot be used: ${error.message}. Expected it to start and to answer. Look at it with: mustdo doctor, or use --engine embedded.`,
      code: exits.incomplete,
    }
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' && path)
    return { text: `${path} does not exist. Expected a file there. Check the path.`, code: exits.wrongUse }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
    return {
      text: `${path ?? 'A file'} cannot be used (${code}). Expected a file that may be read and written. Check its permissions.`,
      code: exits.wrongUse,
    }
  return {
    text: `mustdo itself is in trouble: ${error.stack ?? error.message}\nThis is our defect, not the product's. Please report it.`,
    code: exits.incomplete,
  }
}
