/** Systems of ICD-10 of the WHO and of its UK edition, with the OIDs that stand for them in older messages. */
export const icd10Systems: readonly unknown[] = ['http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/sid/icd-10-uk']

/** Whether a system speaks of ICD-10, by whatever name; clinical modifications of other countries are another classification. */
export const meansIcd10 = (system: unknown): boolean =>
  typeof system === 'string' && /\bicd-?_?10(?!-?_?(cm|pcs|am|gm|ca|nl|vn|de)\b)/i.test(system)

/**
 * Whether a code has the form of an ICD-10 category: a letter, two digits, at most two more after an optional point, `X` where a
 * fourth character is missing, and the dagger or asterisk of the UK's data sets (`I10X`, `E11.9`, `H360A`).
 */
export const isIcd10Code = (code: string): boolean => /^[A-Z]\d{2}(X|\.?X|\.?\d{1,2})?[AD*+†]?$/.test(code)
