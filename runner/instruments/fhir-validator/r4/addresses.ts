import { isObject, listOf } from './json.ts'
import { type Broken, broken } from './report.ts'
import type { Scope } from './scope.ts'

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const OID = /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/
/** Where R3 had HL7's older code systems; R4 has them at http://terminology.hl7.org/CodeSystem. */
const R3_SYSTEM = /^http:\/\/hl7\.org\/fhir\/v[23]\//

export interface AddressFault {
  readonly broken: Broken
  readonly what: string
}

/** What is wrong with a value of type uri, url or canonical beyond its form (datatypes.html#uri, references.html#canonical). */
export function addressFault(value: string, type: string, element: string, scope: Scope): AddressFault | undefined {
  const wrong = (what: string): AddressFault => ({ broken: broken.address, what })
  if (value.startsWith('urn:uuid:') && !UUID.test(value)) return wrong('is no UUID in lower case')
  if (value.startsWith('urn:oid:') && !OID.test(value)) return wrong('is no OID')
  if (/\.system$/.test(element) && R3_SYSTEM.test(value))
    return wrong('is an address of STU3; R4 has this system under http://terminology.hl7.org/CodeSystem')
  const isOwnAddress = type === 'uri' && element === `${scope.resource['resourceType']}.url`
  if ((type !== 'canonical' && !isOwnAddress) || ABSOLUTE.test(value)) return undefined
  if (!value.startsWith('#')) return wrong('is relative; a canonical address is absolute')
  const contained = listOf(scope.root['contained'])
  return contained.some(inner => isObject(inner) && inner['id'] === value.slice(1))
    ? undefined
    : wrong('leads to nothing that is contained here')
}
