/** Declared journeys: which were walked to their end, and what they were asked for twice. Pure but for the step that walks them. */
import {
  type Browser,
  type JourneyField,
  type JourneyWalk,
  type Landscape,
  type NotReached,
  noGround,
  type PageVisit,
  type SiteSubject,
} from '../../runner/check.ts'
import { isNotReached } from './refusal.ts'

/** Sites on which the target file declares a journey. */
export const sitesWithJourneys = ({ sites, facts }: Landscape): readonly SiteSubject[] =>
  sites.filter(({ endpoint }) => facts.journeys?.some(journey => journey.endpoint === endpoint))

/** A journey that could not be walked to its end; those beside it are judged all the same. */
export interface StoppedJourney {
  readonly at: string
  readonly name: string
  readonly because: string
}

/** Walks the journeys of a site to their last pages. */
export async function walkJourneys(
  { browser, landscape }: { readonly browser: Browser; readonly landscape: Landscape },
  { endpoint, url }: SiteSubject,
): Promise<{ readonly visits: readonly PageVisit[]; readonly stopped?: readonly StoppedJourney[] } | NotReached> {
  const ends = (landscape.journeyPages ?? []).filter(page => page.endpoint === endpoint && page.journey?.last)
  const all = await Promise.all(ends.map(page => browser.visit(page.url, { as: page.identity })))
  const visits = all.filter((one): one is PageVisit => !isNotReached(one))
  const walked = visits.filter(({ error }) => !error)
  if (walked.length > 0)
    return {
      visits: walked,
      stopped: visits.flatMap(({ url: at, error, journey }) =>
        error ? [{ at, name: journey?.name ?? '', because: error.message }] : [],
      ),
    }
  return visits.length > 0 ? { visits } : (all.find(isNotReached) ?? noGround(`no journey of ${url} could be walked`))
}

/** Whether something is asked for that was entered before, and how sure that is. */
export interface AskedAgain {
  readonly label: string
  readonly earlier: string
  /** Steps, from 1. */
  readonly step: number
  readonly before: number
  readonly sure: boolean
}

/** Fields that a person types into, of which a value tells that two are the same. */
const typed = /^(text|email|tel|url|search|textarea|number|date|month)$/
/** Entered anew on purpose: to prove who one is, or to see that a password was typed well (exceptions of success criterion 3.3.7). */
const secret = /\b(current-password|new-password|one-time-code|cc-csc)\b/
const secretWords = /\b(pass(word|phrase|code)|pin|security code|one[- ]time)\b/i
const repeatWords = /\b(confirm|re-?(enter|type)|repeat|again|verify)\b/i

const normal = (text: string) =>
  text
    .toLowerCase()
    .replace(/\((optional|required)\)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const tokenOf = ({ autocomplete }: JourneyField) => (/^(on|off|)$/.test(autocomplete) ? '' : autocomplete)
const isSecret = (field: JourneyField) =>
  field.type === 'password' || secret.test(field.autocomplete) || secretWords.test(field.label)

/** Everything that a journey asks for a second time and neither fills in nor offers. */
export function askedAgain({ pages }: JourneyWalk): AskedAgain[] {
  const entered: { readonly field: JourneyField; readonly step: number; readonly at: number }[] = []
  return pages.flatMap((page, at) => {
    const open = page.fields.filter(
      field => typed.test(field.type) && !field.filled && !field.offers && !isSecret(field),
    )
    for (const field of page.fields)
      if (field.entered !== null && !isSecret(field)) entered.push({ field, step: page.step, at })
    if (page.takeOvers.length > 0) return []
    return open.flatMap(field => {
      const found = entered.flatMap(before => {
        if (before.at === at) return []
        const token = tokenOf(field) !== '' && tokenOf(field) === tokenOf(before.field)
        const label = normal(field.label) !== '' && normal(field.label) === normal(before.field.label)
        const value = field.entered !== null && field.entered === before.field.entered
        // Filled with something else: it asks about another thing or person.
        if (field.entered !== null && !value) return []
        if (!token && !label && !value) return []
        const copied = field.entered !== null && page.shown.includes(field.entered)
        const sure = value && (token || label) && !copied && !repeatWords.test(field.label)
        return [{ label: field.label, earlier: before.field.label, step: page.step, before: before.step, sure }]
      })
      return found.find(({ sure }) => sure) ?? found[0] ?? []
    })
  })
}
