/** `--validator`, and MUSTDO_VALIDATOR for those who cannot add a flag: which FHIR validator judges. */
import type { Command } from 'commander'
import type { TerminologyServer } from '../instruments/fhir-validator/official/terminology.ts'
import { officialAtHand, type ValidatorChoice, validatorChoices } from '../run/validator.ts'
import { notTerminology } from '../target/terminology.ts'
import { UsageError } from './explain.ts'

interface ValidatorFlags {
  readonly validator?: string
}

export const validatorFlag = (command: Command): Command =>
  command.option(
    '--validator <engine>',
    "which FHIR validator judges: official (HL7's, needs mustdo setup validator), embedded, or best, the former where installed",
  )

export const terminologyFlag = (command: Command): Command =>
  command.option(
    '--tx <url>',
    "your terminology server, for HL7's validator; else MUSTDO_TX, else the target file's; without one, SNOMED CT, LOINC … are not evaluated",
  )

/** The user's own terminology server, by flag before environment (MUSTDO_TX). Throws UsageError. */
export function terminologyFrom({ tx }: { readonly tx?: string }): TerminologyServer | undefined {
  const url = tx ?? (process.env['MUSTDO_TX'] || undefined)
  if (url === undefined) return undefined
  const wrong = notTerminology(url)
  if (wrong) throw new UsageError(`${tx === undefined ? 'MUSTDO_TX' : '--tx'} ${wrong}`)
  return { url }
}

/** What was asked for, by flag before environment; undefined when nothing was. Throws UsageError. */
export function validatorFrom({ validator }: ValidatorFlags): ValidatorChoice | undefined {
  const asked = validator ?? (process.env['MUSTDO_VALIDATOR'] || undefined)
  if (asked === undefined || validatorChoices.includes(asked)) return asked as ValidatorChoice | undefined
  throw new UsageError(
    `${validator === undefined ? 'MUSTDO_VALIDATOR' : '--validator'} is "${asked}". Expected ${validatorChoices.join(', ')}. Leave it out for the best there is.`,
  )
}

/** The same, for a run: a demand for HL7's validator that cannot be met is told before anything is asked of the target. */
export async function usableValidator(flags: ValidatorFlags): Promise<ValidatorChoice> {
  const choice = validatorFrom(flags) ?? 'best'
  if (choice !== 'official') return choice
  const found = await officialAtHand()
  if ('because' in found)
    throw new UsageError(
      `HL7's FHIR validator was asked for and cannot be used: ${found.because}. Expected it to be installed. Install it with: mustdo setup validator`,
    )
  return choice
}
