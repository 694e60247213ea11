import { type Answered, cantTell, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { r4Endpoints, turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { modifierQuestions } from '../../shared/modifier-questions.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, searchFor } from '../../shared/search-asking.ts'

/** The types that between them most often have a value for each modifier come first. */
const MOST_TYPES = 12
const usual = ['Patient', 'Observation', 'Condition', 'AllergyIntolerance', 'Encounter', 'MedicationRequest']

interface Asked {
  readonly modifier: string
  readonly finds: boolean
  readonly search: Exchange
}

/**
 * Each modifier that R4 defines is refused or finds a known match and leaves out a known non-match (R4 search.html, 3.1.1.4.4: a server
 * that does not support a modifier SHALL reject the request). Each is asked once, with the instance, of up to twelve types, that gives most ground for it.
 */
export default check({
  id: 'fhir/defined-modifiers',
  version: 2,
  title: 'A modifier that R4 defines is refused, or finds what it should and nothing else',
  verifies: { 'FHIR-SRCH-016': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Give each modifier the effect that R4 says, or answer 400 with an OperationOutcome.',

  probe: async ({ http, subject }) => {
    const types = [...subject.types]
      .filter(
        ({ interactions, instances }) =>
          instances.length > 0 && ['read', 'search-type'].every(code => interactions.includes(code)),
      )
      .sort((a, b) => Number(usual.includes(b.type)) - Number(usual.includes(a.type)))
      .slice(0, MOST_TYPES)
    const grounds = await Promise.all(
      types.map(async type => {
        const known = await knownOf(http, type, 1)
        const [instance] = 'notReached' in known ? [] : known
        if (!instance?.id) return []
        const { id } = instance
        return type.searchParams.map(parameter => ({ type, id, asked: modifierQuestions(type, instance, parameter) }))
      }),
    )
    const questions = mostGround(
      grounds.flat().flatMap(({ asked, ...from }) => asked.map(one => ({ ...from, ...one }))),
    )
    if (questions.length === 0)
      return noData('a resource with a value that a declared string, token, reference or uri parameter searches by')
    const asked = await Promise.all(
      questions.map(
        async ({ type, id, modifier, name, value, finds }): Promise<Asked> => ({
          modifier,
          finds,
          search: await searchFor(http, type, id, [[`${name}:${modifier}`, value]]),
        }),
      ),
    )
    return turnedAway(...asked.map(({ search }) => search)) ?? { asked }
  },

  judge: ({ asked }) => {
    const answered = asked.map(({ modifier, finds, search }) => {
      const at = decodeURIComponent(search.request.url)
      if (refused(search)) return { modifier, finds, search, finding: passed({ at }) }
      const matches = matchesIn(search)
      const finding =
        matches === undefined
          ? cantTell('no-answer', { at, actual: summaryOf(search) })
          : matches.length > 0 === finds
            ? passed({ at })
            : finds && /^(not-)?in$/.test(modifier)
              ? cantTell('not-expanded', { at, modifier })
              : finds
                ? failed('missed', { at, modifier, expected: 'the instance, or 400', actual: 'nothing' })
                : failed('wrongly-found', { at, modifier, expected: 'nothing, or 400', actual: matches.join(', ') })
      return { modifier, finds, search, finding }
    })
    const modifiers = [...new Set(asked.map(({ modifier }) => modifier))]
    const unknown = modifiers.filter(one => {
      const these = answered.filter(({ modifier }) => modifier === one)
      return !/^[A-Z]/.test(one) && !these.some(({ finds, search }) => finds || refused(search))
    })
    return [
      ...answered.map(({ finding }) => finding),
      ...unknown.map(modifier => cantTell('no-known-match', { modifier })),
    ]
  },

  messages: {
    missed: 'The modifier {modifier} does not find what it should: {at} found {actual}, expected {expected}.',
    'wrongly-found': 'The modifier {modifier} was ignored or finds too much: {at} found {actual}, expected {expected}.',
    'not-expanded':
      'Nothing was found by {at}: whether the modifier {modifier} is wrong there or the server does not hold the value set cannot be told.',
    'no-known-match':
      'The test data have no value that the modifier {modifier} finds; it was asked only for what it must leave out.',
    'no-answer': 'The search {at} was neither refused nor answered by a Bundle: {actual}.',
  },

  examples: [
    {
      name: 'heeded and refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(hit('contains'), miss('contains'), no('in')),
    },
    {
      name: 'passed over',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'wrongly-found'],
      seen: seen(hit('text'), { ...hit('text'), finds: false }),
    },
    {
      name: 'taken for a plain search',
      from: HAPI,
      outcome: 'failed',
      keys: ['missed', 'passed'],
      seen: seen({ ...miss('contains'), finds: true }, miss('contains')),
    },
    {
      name: 'a value set that is not there',
      from: HAPI,
      outcome: 'cantTell',
      keys: ['not-expanded', 'passed'],
      seen: seen({ ...miss('in'), finds: true }, miss('in')),
    },
    {
      name: 'no value of the kind',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'no-known-match'],
      seen: seen(miss('identifier')),
    },
    {
      name: 'an error of the server',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['no-answer'],
      seen: seen({ ...hit('above'), search: refusal(500, 'exception') }),
    },
    { name: 'a rate limit', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
    { name: 'nothing to ask for', from: SUPPLIER, outcome: 'untested', seen: noData('a resource with a value') },
  ],
})

interface Question {
  readonly modifier: string
  readonly finds: boolean
  readonly name: string
  readonly type: { readonly type: string; readonly url: string }
}

/** Of each modifier, and of it on addresses: the questions of the first parameter that has both a match and a non-match, or else of the first. */
function mostGround<Q extends Question>(questions: readonly Q[]): readonly Q[] {
  const kinds = groups(questions, ({ modifier, name }) => `${modifier} ${name === '_profile'}`)
  return kinds.flatMap(kind => {
    const parameters = groups(kind, ({ type, name }) => `${type.type}.${name}`)
    const whole = parameters.find(these => [true, false].every(finds => these.some(one => one.finds === finds)))
    return whole ?? parameters[0] ?? []
  })
}

const groups = <Q>(all: readonly Q[], keyOf: (one: Q) => string): readonly (readonly Q[])[] =>
  [...new Set(all.map(keyOf))].map(key => all.filter(one => keyOf(one) === key))

/** Any 4xx, and 501, which says that it is not built. */
function refused({ response }: Exchange): boolean {
  const status = response?.status ?? 0
  return (status >= 400 && status < 500) || status === 501
}

function hit(modifier: string) {
  return { modifier, finds: true, search: found([patient], `name:${modifier}=x`) }
}
function miss(modifier: string) {
  return { modifier, finds: false, search: found([], `name:${modifier}=x`) }
}
function no(modifier: string) {
  return { modifier, finds: true, search: refusal(400) }
}
function seen(...asked: { modifier: string; finds: boolean; search: Answered }[]) {
  return { asked }
}
