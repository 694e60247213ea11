/** Systems of numbers that staff have, with the form of their values (UK Core, guidance on Practitioner.identifier). */
const forms: { readonly [system: string]: readonly [form: RegExp, said: string] } = {
  'https://fhir.nhs.uk/Id/sds-user-id': [/^\d{10,12}$/, '10 to 12 digits'],
  'https://fhir.nhs.uk/Id/sds-role-profile-id': [/^\d{10,12}$/, '10 to 12 digits'],
  'https://fhir.hl7.org.uk/Id/gmc-number': [/^(C?\d{7}|L\d{6,7})$/, '7 digits, or L and 6'],
  'https://fhir.hl7.org.uk/Id/gphc-number': [/^2\d{6}$/, '7 digits, the first a 2'],
  'https://fhir.hl7.org.uk/Id/nmc-number': [/^[0-9A-Z]{8}$/i, '8 letters and digits'],
  'https://fhir.hl7.org.uk/Id/hcpc-number': [/^[A-Z]{2}\d{1,6}$/i, '2 letters and up to 6 digits'],
}

/** Job roles of the Spine Directory Service; the NHS one may name staff group and sub-group before the role. */
const roles: { readonly [system: string]: RegExp } = {
  'https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName': /^R\d{4}$/,
  'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1': /^R\d{4}$/,
  'https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode': /^(S\d{4}:G\d{4}:)?R\d{4}$/,
}

/** What the value of a known system should look like, and whether it does; undefined for any other system. */
export function staffNumber(system: unknown, value: unknown): { right: boolean; expected: string } | undefined {
  const [form, expected = ''] = forms[String(system)] ?? []
  return form && { right: form.test(String(value ?? '')), expected }
}

/** The same of a code for a job role. */
export function jobRole(system: unknown, code: unknown): { right: boolean; expected: string } | undefined {
  const form = roles[String(system)]
  return form && { right: form.test(String(code ?? '')), expected: 'R and 4 digits' }
}
