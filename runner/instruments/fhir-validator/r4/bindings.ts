import type { ElementDefinitionBinding } from 'fhir/r4.js'
import { isObject, type Json, listOf, shown } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** Whether what is coded is in the value set that is required. Codes of looser bindings may be of any set. */
export function checkBinding(
  value: unknown,
  { strength, valueSet }: ElementDefinitionBinding,
  path: string,
  scope: Scope,
): void {
  if (strength !== 'required' || valueSet === undefined) return
  const { model, report } = scope
  const codings = codingsOf(value)
  if (codings.length === 0) return
  const expansion = model.expand(valueSet)
  if (!expansion) {
    report.skip(`codes bound to ${valueSet.split('|', 1)[0]}`)
    return
  }

  const isIn = (coding: string | Json) => {
    if (typeof coding === 'string') return expansion.codes.has(coding)
    return expansion.pairs.has(`${coding['system']}|${coding['code']}`)
  }
  if (!codings.some(isIn))
    report.add(
      // HL7 has since loosened this one: its list of units was too short.
      isLoosened(valueSet) ? { ...broken.binding, severity: 'warning' } : broken.binding,
      path,
      `${path} is ${shown(value)}; it must be of the value set ${valueSet.split('|', 1)[0]}`,
    )
}

const isLoosened = (valueSet: string) => valueSet.startsWith('http://hl7.org/fhir/ValueSet/ucum-vitals-common')

/** The code, Coding or Codings of a value; none where there is only text, or a value of another type. */
function codingsOf(value: unknown): readonly (string | Json)[] {
  if (typeof value === 'string') return [value]
  if (!isObject(value)) return []
  if ('coding' in value) return listOf(value['coding']).filter(isObject)
  return 'code' in value ? [value] : []
}
