import {
  type Answered,
  cantTell,
  check,
  type Exchange,
  failed,
  inapplicable,
  type Landscape,
  noData,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { bundleIn, linkOf, matchesOf } from '../../shared/bundle.ts'
import { chainQuestions, linkNames, linksOf, reverseQuestions } from '../../shared/chain-questions.ts'
import { r4Endpoints, readOf, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { knownOf, searchFor } from '../../shared/search-asking.ts'

const MOST_KNOWN = 3
const observation = { resourceType: 'Observation', id: 'o1' }

interface Asked {
  readonly name: string
  readonly known: string
  readonly finds: boolean
  readonly search: Exchange
}

/**
 * A chain, and a `_has`, that the self link lists finds the known instance that meets it and leaves out the one that does not (R4 search.html,
 * 3.1.1.6 with 3.1.1.4.15 and 3.1.1.4.16). A server that does not support it may refuse it, or leave it out of the link.
 */
export default check({
  id: 'fhir/chained',
  version: 2,
  title: 'A chain or a _has that is listed as used finds what meets it and leaves out what does not',
  verifies: { 'FHIR-SRCH-005': 'all' },
  subjects: sources,
  effect: 'authenticated-read',
  fix: 'Follow the reference and put the condition to what it points at; leave chains and _has out of the self link where they are not supported.',

  probe: async ({ http, landscape, subject }) => {
    const known = await knownOf(http, subject, MOST_KNOWN)
    if ('notReached' in known) return known
    const types = landscape.resourceTypes.filter(({ endpoint }) => endpoint === subject.endpoint)
    const links = linksOf(subject, known, types)
    const [link] = links
    if (!link) return noData(`a ${subject.type} that points at one record by a declared search parameter`)
    const read = await readOf(http, link.target, link.id)
    const target = read.response?.status === 200 ? resourceIn(read) : undefined
    if (!target) return turnedAway(read) ?? noData(`${link.target.type}/${link.id}, at which a ${subject.type} points`)
    const more = await knownOf(http, link.target, MOST_KNOWN)
    const others = 'notReached' in more ? [] : more.filter(({ id }) => id !== link.id)
    const questions = [...chainQuestions(link, target, others), ...reverseQuestions(link, subject.searchParams, links)]
    if (questions.length === 0)
      return noData(`a ${subject.type} and a ${link.target.type} with values of declared string or token parameters`)
    const asked = await Promise.all(
      questions.map(async ({ about, name, value, finds }): Promise<Asked> => {
        const [type, id] = about === 'source' ? [subject, link.from.id ?? ''] : [link.target, link.id]
        const search = await searchFor(http, type, id, [[name, value]])
        return { name, known: `${type.type}/${id}`, finds, search }
      }),
    )
    return turnedAway(...asked.map(({ search }) => search)) ?? { asked }
  },

  judge: ({ asked }) =>
    asked.map(({ name, known, finds, search }) => {
      const at = decodeURIComponent(search.request.url)
      const bundle = search.response.status === 200 ? bundleIn(search) : undefined
      if (!bundle) return inapplicable('refused', { at, name, actual: summaryOf(search) })
      if (!linkOf(bundle, 'self', search.request.url)?.searchParams.has(name))
        return inapplicable('not-used', { at, name })
      const matches = matchesOf(bundle)
      if (matches.includes(known) === finds) return passed({ at })
      if (!finds) return failed('not-excluded', { at, name, expected: `without ${known}`, actual: matches.join(', ') })
      return linkOf(bundle, 'next', search.request.url)
        ? cantTell('more', { at, expected: known })
        : failed('not-found', { at, name, expected: known, actual: matches.join(', ') || 'nothing' })
    }),

  messages: {
    refused: '{at} was answered with {actual}: the server does not support {name}, as it need not.',
    'not-used': 'The self link of {at} does not list {name}, so that it was not used, as it need not be.',
    'not-found':
      'The self link of {at} lists {name} as used, yet {expected}, which meets it, was not found; {actual} was.',
    'not-excluded': 'The self link of {at} lists {name} as used, yet {actual} was found, which does not meet it.',
    more: 'At {at} {expected} may be among the matches that are still to be asked for.',
  },

  examples: [
    { name: 'finds and leaves out', from: HAPI, outcome: 'passed', seen: seen([observation], []) },
    {
      name: 'ignored, and listed',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([observation], [observation]),
      keys: ['passed', 'not-excluded'],
    },
    { name: 'finds nothing', from: SUPPLIER, outcome: 'failed', seen: seen([], []), keys: ['not-found', 'passed'] },
    {
      name: 'more to come',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen([], [], 'p=2'),
      keys: ['more', 'passed'],
    },
    {
      name: 'left out of the link',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { asked: [asking(found([observation], '_id=o1'), true)] },
      keys: ['not-used'],
    },
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { asked: [asking(refusal(400, 'not-supported'), true)] },
      keys: ['refused'],
    },
    { name: 'no reference', from: SUPPLIER, outcome: 'untested', seen: noData('an Observation with a subject') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Of each endpoint the type that can be asked best: one that points at patients, and of which most instances are known. */
function sources(landscape: Landscape): readonly ResourceTypeSubject[] {
  const rank = (type: ResourceTypeSubject) => Number(linkNames(type)[0] === 'patient')
  const many = ({ instances }: ResourceTypeSubject) => Math.min(instances.length, MOST_KNOWN)
  return r4Endpoints(landscape).flatMap(({ types }) =>
    types
      .filter(({ interactions }) => ['read', 'search-type'].every(code => interactions.includes(code)))
      .filter(type => type.instances.length > 0 && linkNames(type).length > 0)
      .sort((a, b) => rank(b) - rank(a) || many(b) - many(a))
      .slice(0, 1),
  )
}

function asking(search: Answered, finds: boolean): Asked {
  const url = `${BASE}/Observation?_id=o1&patient.family=x`
  return {
    name: 'patient.family',
    known: 'Observation/o1',
    finds,
    search: { ...search, request: { ...search.request, url } },
  }
}

function seen(hits: readonly (typeof observation)[], misses: readonly (typeof observation)[], next?: string) {
  const used = '_id=o1&patient.family=x'
  return { asked: [asking(found(hits, used, next ? { next } : {}), true), asking(found(misses, used), false)] }
}
