import type { Json } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import { isUnit } from './units.ts'

const UCUM = 'http://unitsofmeasure.org'
const quantities = /^(Quantity|Age|Count|Distance|Duration|Money)$/

/** Whether the code of a Coding is one of its system's, and the code of a Quantity a unit. */
export function checkCoded(value: Json, type: string, path: string, { model, report }: Scope): void {
  const { system, code } = value
  if (typeof system !== 'string' || typeof code !== 'string') return
  if (quantities.test(type) && system === UCUM) {
    if (!isUnit(code)) report.add(broken.unit, `${path}.code`, `${path}.code is ${code}; UCUM has no such unit`)
  } else if (type === 'Coding' || quantities.test(type)) {
    const known = model.has(system, code)
    if (known === undefined) report.skip(`codes of ${system}`)
    if (known === false)
      report.add(broken.unknownCode, `${path}.code`, `${path}.code is ${code}; ${system} has no such code`)
  }
}
