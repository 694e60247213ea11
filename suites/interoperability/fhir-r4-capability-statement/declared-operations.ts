import {
  type Answered,
  advice,
  cantTell,
  check,
  type Decision,
  failed,
  type Judged,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { metadataOf, r4Endpoints, unusable } from '../../shared/fhir-asking.ts'
import { BASE, HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import {
  type AskedOperation,
  askOperations,
  harmless,
  isAsUnknown,
  operationsOf,
} from '../../shared/operations-declared.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** What an operation answered beside one that nobody has. One that says what it lacks is there. */
function judged(seen: Judged<AskedOperation>): Decision {
  const { name, answer } = seen
  const { status } = answer.response
  const details = { at: answer.request.url, expected: '200', actual: summaryOf(answer) }
  if (status >= 200 && status < 300) return passed(details)
  if (status === 405 || status === 501 || isAsUnknown(seen)) return failed('not-there', details)
  // Of a known instance, and without parameters, there is nothing else that could be missing.
  if (status === 404 && harmless.includes(name)) return failed('not-there', details)
  return [400, 409, 412, 422].includes(status) && isRefusal(seen.unknown)
    ? passed(details)
    : cantTell('refused', details)
}

const isRefusal = ({ response }: Answered): boolean => response.status >= 400 && response.status < 500

/**
 * An operation that the statement declares is there: asked are those that only read and need no parameters, by their OperationDefinition
 * where the server gives it, by what R4 and the IPS say for `$meta`, `$everything` and `$summary`. Each is held against one at the same place that nobody has, since
 * servers refuse what they do not know in many ways. What could not be asked is said.
 */
export default check({
  id: 'fhir/declared-operations',
  version: 5,
  title: 'Operations that are declared are there',
  verifies: { 'FHIR-CAP-004': 'part' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Implement the operation, or take it out of the statement.',

  probe: async context => {
    const metadata = await metadataOf(context.http, context.subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const operations = operationsOf(resourceIn(metadata))
    if (operations.length === 0) return notApplicable('no operation is declared')
    const seen = await askOperations(context, operations)
    return seen.asked.length > 0
      ? seen
      : notApplicable(`no declared operation can be asked without harm: ${few(seen.left)}`)
  },

  judge: ({ asked, left }, { url }) => [
    ...asked.map(judged),
    ...(left.length > 0 ? [advice('left-out', { at: url, actual: few(left) })] : []),
  ],

  messages: {
    'left-out': 'Operations that {at} declares and that were not asked: {actual}.',
    'not-there': 'The operation {at} is declared, and was answered {actual}.',
    refused: 'The operation {at} was refused with {actual}; whether for a policy is for a person to say.',
  },

  examples: [
    operation('there', HAPI, sent({ resourceType: 'Parameters' }, {}, 'Patient/a/$meta'), 'passed'),
    operation('says what it lacks', HAPI, refusal(400, 'required'), 'passed'),
    operation('not there', SUPPLIER, refusal(404, 'not-supported'), 'failed', 'not-there'),
    operation('refused as one that nobody has', HAPI, refusal(400, 'not-supported'), 'failed', 'not-there', {
      unknown: refusal(400, 'not-supported'),
    }),
    operation('refused by a policy', SUPPLIER, refusal(403, 'forbidden'), 'cantTell', 'refused'),
    {
      ...operation('some cannot be asked', HAPI, sent({ resourceType: 'Parameters' }, {}, 'Patient/a/$meta'), 'passed'),
      keys: ['passed', 'left-out'],
      seen: {
        asked: [{ name: 'meta', answer: sent({ resourceType: 'Parameters' }), unknown: refusal(404, 'not-supported') }],
        left: ['Patient $match needs parameters'],
      },
    },
    { name: 'none declared', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no operation is declared') },
    { name: 'no access', from: BASE, outcome: 'cantTell', seen: noAccess },
  ],
})

function few(left: readonly string[]): string {
  const more = left.length > 6 ? `; and ${left.length - 6} more` : ''
  return `${left.slice(0, 6).join('; ')}${more}`
}
function operation(
  name: string,
  from: string,
  answer: ReturnType<typeof refusal>,
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
  { unknown = refusal(404, 'not-supported') } = {},
) {
  const asked = [{ name: 'meta', answer, unknown }]
  return { name, from, outcome, seen: { asked, left: [] as string[] }, ...(key && { keys: [key] }) }
}
