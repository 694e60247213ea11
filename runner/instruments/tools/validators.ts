import { notInstalled, readStamp } from '../fhir-validator/official/installed.ts'
import { CORE, validatorPlaces } from '../fhir-validator/official/places.ts'
import type { Tool } from './tool.ts'

/** The validator inside: always there, and what a report has without HL7's. */
export const findEmbeddedValidator = (): Tool => ({
  name: 'Embedded FHIR validator',
  found: true,
  version: 'R4 4.0.1 with invariants, without a terminology server',
  costs: 'FHIR resources are not validated',
  mend: 'npm ci',
})

/** HL7's own validator, as `mustdo setup validator` installs it. Looked at, not started; Java is a tool of its own. */
export function findOfficialValidator(data: string): Tool {
  const tool = {
    name: "HL7's FHIR validator",
    costs: 'the embedded validator stands in: rules that HL7 wrote into its own validator only are not evaluated',
    mend: 'mustdo setup validator',
  }
  const because = notInstalled(data)
  if (because) return { ...tool, found: false, because }
  const { jar, validator } = readStamp(data)
  return { ...tool, found: true, version: `${validator}, ${CORE}`, where: jar?.path ?? validatorPlaces(data).root }
}
