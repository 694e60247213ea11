import { check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, searchable, searchFor } from '../../shared/search-asking.ts'
import { type Parameter, valueFor } from '../../shared/search-values.ts'

const UNKNOWN = 'mustdo-no-such'
const swapped = (text: string) =>
  text.replace(/\p{L}/gu, letter => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/**
 * A modifier that a server does not support is refused; one that R4 defines is refused or has its effect (R4 search.html, 3.1.1.4.4).
 * Each question is one that the known instance answers without its modifier and does not answer with it, so that a modifier which is
 * ignored shows. Any 4xx is a refusal.
 */
export default check({
  id: 'fhir/modifiers',
  version: 6,
  title: 'A modifier has its effect or is refused, and an unknown one is refused',
  verifies: { 'FHIR-SRCH-016': 'all' },
  subjects: landscape => searchable(landscape, ({ searchParams }) => searchParams.some(isModifiable), 6),
  effect: 'authenticated-read',
  fix: 'Check the modifier of each parameter against the list that it supports and answer 400 with an OperationOutcome to any other.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 1)
    if ('notReached' in known) return known
    const [instance] = known
    const held = subject.searchParams.filter(isModifiable).flatMap(parameter => {
      const value = instance && valueFor(instance, parameter)
      return value ? [{ ...parameter, value }] : []
    })
    const [text, token] = ['string', 'token'].map(type => held.find(one => one.type === type))
    const any = text ?? token
    if (!any || !instance?.id) return noData(`a ${subject.type} with a value that a declared parameter searches by`)
    const ask = (name: string, value: string) => searchFor(http, subject, instance.id ?? '', [[name, value]])
    const plain = await ask(any.name, any.value)
    if (plain.response && !matchesIn(plain)?.length)
      return turnedAway(plain) ?? noData(`a ${subject.type} that a search by ${any.name} finds`)
    const unknown = await ask(`${any.name}:${UNKNOWN}`, any.value)
    const defined: readonly Exchange[] = await Promise.all([
      ask(`${any.name}:missing`, 'true'),
      ...(text && swapped(text.value) !== text.value ? [ask(`${text.name}:exact`, swapped(text.value))] : []),
      ...(token ? [ask(`${token.name}:not`, token.value)] : []),
    ])
    return turnedAway(unknown, ...defined) ?? { plain, unknown, defined }
  },

  judge: ({ unknown, defined }) => [
    refused(unknown)
      ? passed({ at: unknown.request.url })
      : failed('let-through', { at: unknown.request.url, expected: '400', actual: summaryOf(unknown) }),
    ...defined.map(search => {
      const at = decodeURIComponent(search.request.url)
      const matches = matchesIn(search)
      return refused(search) || matches?.length === 0
        ? passed({ at })
        : failed('ignored', { at, expected: 'nothing, or 400', actual: matches?.join(', ') ?? summaryOf(search) })
    }),
  ],

  messages: {
    'let-through': 'The modifier in {at} is one that nobody defined, yet the search was not refused: {actual}.',
    ignored: 'The modifier in {at} was ignored: the answer should be {expected}, and was {actual}.',
  },

  examples: [
    { name: 'refused and heeded', from: SUPPLIER, outcome: 'passed', seen: seen({}) },
    {
      name: 'unknown ones ignored',
      from: HAPI,
      outcome: 'failed',
      seen: seen({ unknown: found([patient], 'name:mustdo-no-such=x') }),
      keys: ['let-through', 'passed'],
    },
    {
      name: 'all ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ defined: [found([patient], 'name:missing=true')] }),
      keys: ['passed', 'ignored'],
    },
    { name: 'nothing to ask for', from: SUPPLIER, outcome: 'untested', seen: noData('a Patient with a name') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function isModifiable({ name, type }: Parameter): boolean {
  return (type === 'string' || type === 'token') && !name.startsWith('_')
}

function refused({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 400 && response.status < 500
}

function seen(parts: { readonly unknown?: ReturnType<typeof found>; readonly defined?: readonly Exchange[] }) {
  return { plain: found([patient]), unknown: refusal(400), defined: [found([])] as readonly Exchange[], ...parts }
}
