import { type Answered, check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf, linkOf, matchesOf } from '../../shared/bundle.ts'
import { r4Endpoints, readOf, searchOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { type Resource, resourceIn } from '../../shared/resource.ts'
import { elementsIn, hasMarks, isOneOf, marksOf } from '../../shared/summary-elements.ts'

const whole = {
  resourceType: 'Observation',
  id: 'a',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">72</div>' },
  status: 'final',
  category: [{ text: 'Vital signs' }],
  code: { text: 'Heart rate' },
  issued: '2026-03-02T10:15:00Z',
}
const { text, status, category, code, issued } = whole
const cut = { resourceType: 'Observation', id: 'a' }

/**
 * What `_summary` and `_elements` leave in a resource, and what `_total=accurate` counts (R4 search.html, 3.1.1.5.8, 3.1.1.5.9 and 3.1.1.5.2).
 * Servers need not heed them: an answer that holds the whole resource is left alone. An instance of one type; elements inside
 * elements are not looked at.
 */
export default check({
  id: 'fhir/subset-content',
  version: 2,
  title: 'What _summary, _elements and _total ask for is what comes',
  verifies: { 'FHIR-SRCH-019': 'all' },
  subjects: landscape =>
    r4Endpoints(landscape).flatMap(({ types }) => {
      const able = types.filter(
        ({ type, instances, interactions }) =>
          hasMarks(type) &&
          instances.length > 0 &&
          ['read', 'search-type'].every(interaction => interactions.includes(interaction)),
      )
      const best = able.find(({ type }) => marksOf(type).mandatory.length > 0) ?? able[0]
      return best ? [best] : []
    }),
  effect: 'authenticated-read',
  fix: 'Keep the elements that the definitions mark as summary, those named in _elements, and the mandatory ones; leave out the rest.',

  probe: async ({ http, subject }) => {
    const full = await readOf(http, subject)
    const odd = unusable(full)
    if (odd) return odd
    const { mandatory } = marksOf(subject.type)
    const optional = elementsIn(resourceIn(full) ?? {}).filter(name => name !== 'text' && !isOneOf(mandatory, name))
    const [named = 'id'] = optional
    const _id = subject.instances[0] ?? ''
    const ask = (query: Readonly<Record<string, string>>) => searchOf(http, subject, { _id, ...query })
    const partial = [
      await ask({ _elements: named }),
      await ask({ _summary: 'true' }),
      await ask({ _summary: 'text' }),
      await ask({ _summary: 'data' }),
    ]
    const counts = [await ask({ _summary: 'count' }), await ask({ _total: 'accurate' })]
    return turnedAway(...partial, ...counts) ?? { full, partial, counts }
  },

  judge: ({ full, partial, counts }) => {
    const resource = resourceIn(full)
    const decided = resource ? [...partial.flatMap(one => contentOf(resource, one)), ...counts.flatMap(countOf)] : []
    return decided.length > 0 ? decided : inapplicable('not-heeded', { at: full.request.url })
  },

  messages: {
    missing: 'The resource at {at} was cut down, and lacks what was asked for or is mandatory: {actual}.',
    more: 'The resource at {at} was cut down, and still has what was not asked for: {actual}.',
    lists: 'The answer of {at} should be a count alone, and has {actual}.',
    total: 'The total of {at} should be {expected}, and is {actual}.',
    'not-heeded': 'The server gives {at} whole whatever part is asked for, as it may.',
  },

  examples: [
    {
      name: 'as named',
      from: HAPI,
      outcome: 'passed',
      seen: seen({
        elements: { ...cut, status, code },
        true: { ...cut, status, code, issued },
        text: { ...cut, text, status, code },
        data: { ...cut, status, code, category, issued },
      }),
    },
    {
      name: 'without what is mandatory',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ elements: { ...cut, code }, text: { ...cut, text } }),
      keys: ['missing', 'missing', 'passed', 'passed'],
    },
    {
      name: 'more than a summary',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ true: { ...cut, status, code, issued, category } }),
      keys: ['more', 'passed', 'passed'],
    },
    {
      name: 'counts nothing',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { ...seen({}), counts: [counted('_summary=count', [whole], 1), counted('_total=accurate', [whole], 7)] },
      keys: ['lists', 'total'],
    },
    {
      name: 'heeds nothing',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { ...seen({}), counts: [refusal(400), found([whole], '_id=a')] },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Decides about one partial answer; about none that holds the whole resource. */
function contentOf(full: Resource, search: Answered) {
  const at = search.request.url
  const query = new URL(at).searchParams
  const resource = entriesOf(bundleIn(search)).find(entry => entry.resource?.id === full.id)?.resource
  const [all, kept] = [elementsIn(full), elementsIn(resource ?? {})]
  if (!resource || all.every(name => kept.includes(name))) return []
  const { summary, mandatory } = marksOf(full.resourceType)
  const named = (query.get('_elements') ?? '').split(',')
  const wanted = {
    true: { least: summary, most: [...summary, ...mandatory] },
    text: { least: ['text', ...mandatory], most: ['text', ...mandatory] },
    data: { least: all.filter(name => name !== 'text'), most: all.filter(name => name !== 'text') },
  }[query.get('_summary') ?? ''] ?? { least: [...named, ...mandatory], most: all }
  const missing = all.filter(name => isOneOf(wanted.least, name) && !kept.includes(name))
  const more = kept.filter(name => !isOneOf(wanted.most, name))
  if (missing.length > 0) return [failed('missing', { at, actual: missing.join(', '), places: missing })]
  return more.length > 0 ? [failed('more', { at, actual: more.join(', '), places: more })] : [passed({ at })]
}

/** Of a search that its self link says was used as asked: `_summary=count` lists nothing, `_total=accurate` counts the one match. */
function countOf(search: Answered) {
  const at = search.request.url
  const bundle = search.response.status === 200 ? bundleIn(search) : undefined
  const self = linkOf(bundle, 'self', at)?.searchParams
  const total = bundle?.['total']
  if (self?.get('_summary') === 'count') {
    const matches = matchesOf(bundle)
    if (matches.length > 0) return [failed('lists', { at, actual: matches.join(', ') })]
    return [total === 1 ? passed({ at }) : failed('total', { at, expected: '1', actual: String(total ?? 'not told') })]
  }
  if (self?.get('_total') !== 'accurate' || total === undefined) return []
  return [total === 1 ? passed({ at }) : failed('total', { at, expected: '1', actual: String(total) })]
}

type Parts = { readonly [name in 'elements' | 'true' | 'text' | 'data']?: Partial<typeof whole> & typeof cut }
function counted(query: string, resources: Parameters<typeof found>[0], total: number) {
  const answered = found(resources, query, { total })
  const url = answered.request.url.replace('Patient', 'Observation')
  return { ...answered, request: { ...answered.request, url } }
}
function seen(parts: Parts) {
  const asked = (name: keyof Parts) =>
    counted(name === 'elements' ? '_elements=code' : `_summary=${name}`, [parts[name] ?? whole], 1)
  return {
    full: sent(whole, {}, 'Observation/a'),
    partial: [asked('elements'), asked('true'), asked('text'), asked('data')],
    counts: [counted('_summary=count', [], 1), counted('_total=accurate', [whole], 1)],
  }
}
