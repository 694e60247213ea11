import { codesIn } from './codes.ts'
import type { Json } from './json.ts'

/** Profiles that an Observation follows by what it observes (observation-vitalsigns.html): LOINC code → name of the profile. */
const profiles: Readonly<Record<string, string>> = {
  '85353-1': 'vitalspanel',
  '9279-1': 'resprate',
  '8867-4': 'heartrate',
  '2708-6': 'oxygensat',
  '8310-5': 'bodytemp',
  '8302-2': 'bodyheight',
  '9843-4': 'headcircum',
  '29463-7': 'bodyweight',
  '39156-5': 'bmi',
  '85354-9': 'bp',
}

/** The profiles that R4 demands of an Observation of vital signs, whether or not it claims them. */
export function vitalSignsProfiles({ resourceType, code }: Json): readonly string[] {
  if (resourceType !== 'Observation') return []
  return codesIn(code, 'http://loinc.org').flatMap(loinc => {
    const name = profiles[loinc]
    return name === undefined ? [] : [`http://hl7.org/fhir/StructureDefinition/${name}`]
  })
}
