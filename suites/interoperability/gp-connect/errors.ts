import { check, failed, noData, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { askRecord, gpConnectSubjects, recordOf } from '../../shared/gp-connect.ts'
import { codingsOf } from '../../shared/instances.ts'
import { objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'

const PROFILE = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1'
/** Its check digit should be 9; and one that is well formed and that nobody has. */
const INVALID = '9000000008'
const NOBODY = '9999999999'

/** An invalid NHS number and an unknown patient are told apart, in GP Connect's OperationOutcome with codes of the Spine. */
export default check({
  id: 'gp-connect/errors',
  version: 2,
  title: 'Errors are OperationOutcomes of GP Connect with codes of the Spine',
  verifies: { 'GPC-ERR-001': 'all' },
  subjects: gpConnectSubjects,
  effect: 'write', // it reads, but by POST
  fix: 'Answer 400 INVALID_NHS_NUMBER and 404 PATIENT_NOT_FOUND, each with the profile GPConnect-OperationOutcome-1.',

  probe: async context => {
    const good = await recordOf(context)
    if (isNotReached(good)) return good
    return { good, invalid: await askRecord(context, INVALID), unknown: await askRecord(context, NOBODY) }
  },

  judge: ({ invalid, unknown }) =>
    (
      [
        [invalid, 400, 'INVALID_NHS_NUMBER'],
        [unknown, 404, 'PATIENT_NOT_FOUND'],
      ] as const
    ).map(([seen, status, code]) => {
      const outcome = resourceIn(seen)
      const codes = objectsIn(outcome?.['issue']).flatMap(({ details }) => codingsOf(details).map(one => one['code']))
      const { profile } = (outcome?.meta ?? {}) as { profile?: unknown }
      const told = { at: seen.request.url, expected: `${status} ${code}` }
      if (seen.response.status !== status || !codes.includes(code))
        return failed('other-error', { ...told, actual: `${summaryOf(seen)} ${codes.join(', ') || 'no code'}` })
      return Array.isArray(profile) && profile.includes(PROFILE)
        ? passed({ at: seen.request.url })
        : failed('no-profile', { ...told, expected: PROFILE, actual: String(profile ?? 'none') })
    }),

  messages: {
    'other-error': 'Expected {expected} at {at}; the answer was {actual}.',
    'no-profile': 'The OperationOutcome at {at} claims the profile {actual}, not {expected}.',
  },

  examples: [
    { name: 'both', from: SUPPLIER, outcome: 'passed', seen: asked(error(400, 'INVALID_NHS_NUMBER')) },
    {
      name: 'no match',
      from: SUPPLIER,
      outcome: 'failed',
      seen: asked(sent({ resourceType: 'Bundle' })),
      keys: ['other-error', 'passed'],
    },
    {
      name: 'a home-made code',
      from: SUPPLIER,
      outcome: 'failed',
      seen: asked(error(400, 'BAD')),
      keys: ['other-error', 'passed'],
    },
    {
      name: 'no profile',
      from: SUPPLIER,
      outcome: 'failed',
      seen: asked(error(400, 'INVALID_NHS_NUMBER', [])),
      keys: ['no-profile', 'passed'],
    },
    { name: 'no patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'not taken', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function error(status: number, code: string, profile: readonly string[] = [PROFILE]) {
  const issue = [{ severity: 'error', code: 'value', details: { coding: [{ code }] } }]
  return answer(
    status,
    { 'content-type': 'application/fhir+json' },
    { resourceType: 'OperationOutcome', meta: { profile }, issue },
  )
}

function asked(invalid: ReturnType<typeof error>) {
  return { good: sent({ resourceType: 'Bundle' }), invalid, unknown: error(404, 'PATIENT_NOT_FOUND') }
}
