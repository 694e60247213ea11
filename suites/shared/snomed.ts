/** SNOMED CT identifiers, by what can be told from the digits alone (SNOMED CT Release File Specification, SCTID). */

/** A turn of the pentagon by `a`, then by `b`: the group D5 in which Verhoeff's check digit is reckoned. */
const turned = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5
  return b < 5 ? ((a - b) % 5) + 5 : (a - b + 5) % 5
}
const step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const
/** A digit after `place` permutations. */
const moved = (digit: number, place: number): number => {
  let at = digit
  for (let left = place % 8; left > 0; left--) at = step[at] ?? 0
  return at
}

/** Whether the last digit is the Verhoeff check digit of those before it. */
export const hasVerhoeffDigit = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, place) => turned(sum, moved(Number(digit), place)), 0) === 0

/** What the digits are: a concept, something else that SNOMED CT numbers (a description, a relationship), or no identifier. */
export function kindOfSctid(text: string): 'concept' | 'other' | undefined {
  if (!/^[1-9]\d{5,17}$/.test(text) || !hasVerhoeffDigit(text)) return undefined
  // The partition: its first digit tells an extension (which then has a namespace of seven digits), the second what is numbered.
  const partition = text.slice(-3, -1)
  if (!/^[01][0-5]$/.test(partition) || (partition.startsWith('1') && text.length < 11)) return undefined
  return partition.endsWith('0') ? 'concept' : 'other'
}

export const isConceptId = (text: string): boolean => kindOfSctid(text) === 'concept'

/**
 * Whether a code of the system http://snomed.info/sct is well formed: a concept id, or a post-coordinated expression in which
 * every id is one (FHIR R4, Using SNOMED CT with HL7 standards). Whether the concept exists is not told.
 */
export function isSnomedCode(code: string): boolean {
  if (isConceptId(code)) return true
  if (!/[:+=]/.test(code)) return false
  // Terms and numbers (#500) may stand in an expression; what is left of it is ids and signs.
  const bare = code.replace(/\|[^|]*\|/g, ' ').replace(/#-?[\d.]+/g, ' ')
  const ids = bare.match(/\d+/g) ?? []
  return ids.length > 1 && ids.every(isConceptId) && /^[\d\s:+=,{}()<]*$/.test(bare)
}

/** Other names that have been seen for SNOMED CT: a trailing slash, https, an edition or its OID in place of the system. */
export const isSnomedAlias = (system: unknown): boolean =>
  typeof system === 'string' &&
  system !== 'http://snomed.info/sct' &&
  /^(https?:\/\/(www\.)?snomed\.info\b|urn:oid:2\.16\.840\.1\.113883\.6\.96$|2\.16\.840\.1\.113883\.6\.96$|snomed)/i.test(
    system,
  )
