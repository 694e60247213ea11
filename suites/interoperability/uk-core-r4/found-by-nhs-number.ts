import { check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { readOf, searchOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, NHS_NUMBER, nhsNumbersOf } from '../../shared/instances.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** A patient who is there is found, alone, by system and value of the NHS number (Patient search parameter identifier). */
export default check({
  id: 'uk-core/found-by-nhs-number',
  version: 2,
  title: 'A patient is found by NHS number',
  verifies: { 'UKC-PAT-007': 'all' },
  subjects: instancesOf('Patient'),
  effect: 'authenticated-read',
  fix: `Index identifiers and search them by ${NHS_NUMBER}|value.`,

  probe: async ({ http, subject }) => {
    if (!subject.searchParams.some(({ name }) => name === 'identifier'))
      return notApplicable('the search parameter identifier is not declared for Patient')
    const known = await readOf(http, subject)
    const odd = unusable(known)
    if (odd) return odd
    const number = nhsNumbersOf(resourceIn(known) ?? {})[0]?.['value']
    if (typeof number !== 'string') return noData('a test patient with an NHS number, first under testData.patients')
    const search = await searchOf(http, subject, { identifier: `${NHS_NUMBER}|${number}` })
    if ((search.response?.status ?? 0) >= 500) return noGround(`the search ended in ${summaryOf(search)}`)
    return turnedAway(search) ?? { self: `Patient/${subject.instances[0]}`, search }
  },

  judge: ({ self, search }) => {
    const at = search.request.url
    const matches = matchesOf(searchsetIn(search))
    const actual = searchsetIn(search) ? matches.join(', ') || 'no match' : summaryOf(search)
    if (!matches.includes(self)) return failed('not-found', { at, expected: self, actual })
    return matches.length === 1 ? passed({ at }) : failed('several', { at, expected: self, actual })
  },

  messages: {
    'not-found': 'A patient who is there, {expected}, is not found by NHS number at {at}: {actual}.',
    several: 'One NHS number finds several patients at {at}: {actual}.',
  },

  examples: [
    ...(
      [
        ['found', HAPI, 'passed', found([patient])],
        ['not found', SUPPLIER, 'failed', found([])],
        ['several', SUPPLIER, 'failed', found([patient, { ...patient, id: 'b' }])],
        ['refused', SUPPLIER, 'failed', refusal(400)],
      ] as const
    ).map(([name, from, outcome, search]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed',
      seen: { self: 'Patient/a', search },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
