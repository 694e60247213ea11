/**
 * Whether ten digits are a well-formed NHS number: the last is the modulus-11 check digit of the first nine (NHS Data Model and
 * Dictionary, NHS NUMBER). Spaces and hyphens are there for people and do not count. A sum that would need the check digit 10
 * belongs to a number that is never issued.
 */
export function isNhsNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^\d{10}$/.test(digits)) return false
  const weighted = [...digits.slice(0, 9)].reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0)
  const checkDigit = (11 - (weighted % 11)) % 11
  return checkDigit === Number(digits[9])
}
