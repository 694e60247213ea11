import type { Validation } from '../../runner/check.ts'

type Issues = Pick<Validation, 'issues'>

/** Where a validator found errors, and of which kind. */
export const errorPlaces = ({ issues }: Issues): readonly string[] =>
  issues
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ path, code }) => `${path} (${code})`)

/** Errors that come from a profile: what R4 alone finds is left out. */
export function errorsOfProfile(byProfile: Issues, byR4: Issues | undefined): readonly string[] {
  const known = byR4 ? errorPlaces(byR4) : []
  return errorPlaces(byProfile).filter(place => !known.includes(place))
}
