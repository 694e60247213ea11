import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import { isUnit } from './units.ts'

const UCUM = 'http://unitsofmeasure.org'
const quantities = /^(Quantity|Age|Count|Distance|Duration|Money)$/

/** Whether the code of a Coding is one of its system's and shown by one of its names, and the code of a Quantity a unit. */
export function checkCoded(value: Json, type: string, path: string, { model, report }: Scope): void {
  const { system, code, display } = value
  if (typeof system !== 'string' || typeof code !== 'string') return
  if (system === UCUM) {
    if (quantities.test(type) && !isUnit(code))
      report.add(broken.unit, `${path}.code`, `${path}.code is ${code}; UCUM has no such unit`)
    return
  }
  if (type !== 'Coding' && !quantities.test(type)) return
  const names = model.names(system, code)
  if (names === undefined) report.skip(`codes of ${system}`)
  else if (names === false)
    report.add(broken.unknownCode, `${path}.code`, `${path}.code is ${code}; ${system} has no such code`)
  else if (typeof display === 'string' && names.length > 0 && !names.some(name => isSame(name, display)))
    report.add(broken.display, `${path}.display`, `${path}.display is ${display}; ${code} is shown as ${names[0]}`)
}

const isSame = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()

/** An identifier of the system of addresses is an address (datatypes.html#Identifier). */
export function checkIdentifier({ system, value }: Json, path: string, { report }: Scope): void {
  if (system !== 'urn:ietf:rfc:3986' || typeof value !== 'string' || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value)) return
  report.add(broken.address, `${path}.value`, `${path}.value is ${value}; its system has absolute addresses`)
}

/** Whether a piece of JSON has one of these codes: for rules that depend on what is coded. */
export function codesIn(concept: unknown, system: string): readonly string[] {
  const codings = isObject(concept) ? listOf(concept['coding']) : []
  return codings.flatMap(one => (isObject(one) && one['system'] === system ? String(one['code']) : []))
}
