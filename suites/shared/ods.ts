/** Systems of the codes that the Organisation Data Service gives to organisations and to their sites. */
export const odsSystems: readonly unknown[] = [
  'https://fhir.nhs.uk/Id/ods-organization-code',
  'https://fhir.nhs.uk/Id/ods-site-code',
]

/** Whether a text can be an ODS code: 3 to 12 capital letters and digits (NHS Data Dictionary). Whether it was given is not told. */
export const isOdsCode = (text: string): boolean => /^[A-Z0-9]{3,12}$/.test(text)
