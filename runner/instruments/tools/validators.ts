import { CORE, notInstalled, readLock, validatorPlaces } from '../fhir-validator/official/places.ts'
import type { Tool } from './tool.ts'

/** The validator inside: always there, and what a report has without HL7's. */
export const findEmbeddedValidator = (): Tool => ({
  name: 'Embedded FHIR validator',
  found: true,
  version: 'base R4 without invariants and terminology',
  costs: 'FHIR resources are not validated',
  mend: 'npm ci',
})

/** HL7's own validator, as `mustdo setup validator` installs it. Looked at, not started; Java is a tool of its own. */
export function findOfficialValidator(data: string): Tool {
  const tool = {
    name: "HL7's FHIR validator",
    costs:
      'invariants, profiles and most terminology of FHIR resources are not evaluated; the embedded validator stands in',
    mend: 'mustdo setup validator',
  }
  const because = notInstalled(data)
  return because
    ? { ...tool, found: false, because }
    : { ...tool, found: true, version: `${readLock().version}, ${CORE}`, where: validatorPlaces(data).root }
}
