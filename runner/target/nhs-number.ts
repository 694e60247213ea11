import { isNhsNumber } from '../../suites/shared/nhs-number.ts'

export { isNhsNumber }

/** The number of the Personal Demographics Service's own examples, which was never given to a person. */
const pdsExample = '9000000009'

/** Numbers that begin with 999 are kept for tests and never given to a person. */
export const isSyntheticNhsNumber = (digits: string): boolean =>
  (digits.startsWith('999') || digits === pdsExample) && isNhsNumber(digits)
