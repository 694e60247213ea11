import { check, failed, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, parametersIn } from '../../shared/bundle.ts'
import { searchOf, turnedAway, typesWith, UNKNOWN_PARAMETER, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

const unknown = `_id=a&${UNKNOWN_PARAMETER}=1`

/**
 * What becomes of a parameter that the server does not know: ignored by default, an error under strict handling (R4 search.html,
 * 3.1.1.3), and never listed in the self link as if it had been used, while what was used is (3.1.1.6).
 */
export default check({
  id: 'fhir/unknown-parameter',
  version: 2,
  title: 'Unknown search parameters are ignored, refused under strict handling, and never in the self link',
  verifies: { 'FHIR-SRCH-005': 'all', 'FHIR-SRCH-006': 'all', 'FHIR-SRCH-007': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 3),
  effect: 'authenticated-read',
  fix: 'Ignore unknown parameters unless Prefer says handling=strict, and build the self link from the parameters that were used.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances[0] ?? '' }
    const known = await searchOf(http, subject, query)
    const odd = unusable(known)
    if (odd) return odd
    const more = { ...query, [UNKNOWN_PARAMETER]: '1' }
    const lenient = await searchOf(http, subject, more)
    const strict = await searchOf(http, subject, more, { prefer: 'handling=strict' })
    return turnedAway(lenient, strict) ?? { known, lenient, strict }
  },

  judge: ({ known, lenient, strict }) => {
    const ignored = lenient.response.status === 200 && bundleIn(lenient) !== undefined
    const searches = [known, ...(ignored ? [lenient] : [])]
    const strictStatus = strict.response.status
    return [
      ...searches.map(one => {
        const at = one.request.url
        const self = linkOf(bundleIn(one), 'self', at)
        const used = parametersIn(self)
        const requirement = 'FHIR-SRCH-005'
        return used.includes('_id') && !used.includes(UNKNOWN_PARAMETER)
          ? passed({ at, requirement })
          : failed('self-link-wrong', { at, requirement, expected: '_id alone', actual: self?.href ?? 'no self link' })
      }),
      {
        ...(ignored
          ? passed({ at: lenient.request.url })
          : failed('not-ignored', {
              at: lenient.request.url,
              expected: '200 with searchset',
              actual: summaryOf(lenient),
            })),
        requirement: 'FHIR-SRCH-006',
      },
      {
        ...(strictStatus >= 400 && strictStatus < 500
          ? passed({ at: strict.request.url })
          : failed('not-strict', { at: strict.request.url, expected: '400', actual: summaryOf(strict) })),
        requirement: 'FHIR-SRCH-007',
      },
    ]
  },

  messages: {
    'self-link-wrong': 'The self link of {at} should list {expected} as used: {actual}.',
    'not-ignored': 'Nobody asked for strict handling of {at}, yet the unknown parameter was not ignored: {actual}.',
    'not-strict': 'Strict handling was asked for, yet the unknown parameter of {at} was let through: {actual}.',
  },

  examples: [
    { name: 'as R4 has it', from: SUPPLIER, outcome: 'passed', seen: seen({}) },
    {
      name: 'always strict',
      from: HAPI,
      outcome: 'failed',
      seen: seen({ lenient: refusal(400) }),
      keys: ['passed', 'not-ignored', 'passed'],
    },
    {
      name: 'echoes all',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ lenient: found([patient], unknown) }),
      keys: ['passed', 'self-link-wrong', 'passed', 'passed'],
    },
    {
      name: 'never strict',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ strict: found([patient]) }),
      keys: ['passed', 'passed', 'passed', 'not-strict'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function seen(parts: { readonly lenient?: ReturnType<typeof found>; readonly strict?: ReturnType<typeof found> }) {
  return { known: found([patient]), lenient: found([patient]), strict: refusal(400), ...parts }
}
