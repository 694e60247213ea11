/**
 * Whether text is ten digits whose last is the modulus 11 check digit of the first nine (NHS Data Model and Dictionary, NHS
 * NUMBER). Stricter than what people may type: a target file holds digits only.
 */
export function isNhsNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false
  const weighted = [...text].slice(0, 9).reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0)
  return (weighted + Number(text[9])) % 11 === 0
}

/** Numbers that begin with 999 are kept for tests and never given to a person. */
export const isSyntheticNhsNumber = (text: string): boolean => text.startsWith('999') && isNhsNumber(text)
