import { cantTell, check, failed, type PageVisit, passed } from '../../../runner/check.ts'
import { secretIn } from '../../shared/address-secrets.ts'
import { pagesOf } from '../../shared/ask.ts'
import { page } from '../../shared/examples.ts'
import { isNhsNumber } from '../../shared/nhs-number.ts'

/** Hosts whose business is to learn who reads what; each is told the page's address by its own script or picture. */
const trackers =
  /(^|\.)(google-analytics|googletagmanager|doubleclick|googleadservices|googlesyndication|facebook|connect\.facebook|hotjar|clarity\.ms|bat\.bing|segment|mixpanel|amplitude|fullstory|mouseflow|crazyegg|criteo|taboola|outbrain|adnxs|scorecardresearch|quantserve|newrelic|nr-data|tiktok|linkedin|twitter|ads-twitter|matomo\.cloud|heapanalytics|hs-analytics|hubspot)(\.(com|net|io|cloud))?$/i

const outside = ({ resources, wouldHaveSent }: PageVisit, own: readonly string[]) =>
  [...resources, ...wouldHaveSent]
    .map(({ url }) => url)
    .filter(url => /^(https?|wss?):/.test(url) && !own.includes(new URL(url.replace(/^ws/, 'http')).origin))

/** A page shows a patient's data if somebody had to sign in for it, or if an NHS number stands on it. */
const showsPatient = ({ as, facts }: PageVisit) =>
  as !== null || (facts?.numbers.some(({ text }) => isNhsNumber(text)) ?? false)

/**
 * Pages with patient data ask nothing of trackers, and no request to another site carries an NHS number (ASVS 14.2.3). Requests that
 * the browser was kept from sending count: it would have sent them for a patient.
 */
export default check({
  id: 'pages/trackers',
  version: 2,
  title: 'Trackers learn nothing of patients',
  verifies: { 'SEC-CACHE-003': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove trackers from pages that show or carry patient data.',

  probe: async context => ({
    visits: await Promise.all(
      pagesOf(context).map(({ url, identity }) => context.browser.visit(url, { as: identity })),
    ),
    own: context.landscape.facts.origins,
  }),

  judge: ({ visits, own }, { url }) => {
    const requests = visits.flatMap(visit => outside(visit, own).map(to => ({ visit, to })))
    const told = requests.flatMap(({ visit, to }) => {
      const at = visit.url
      const { hostname } = new URL(to.replace(/^ws/, 'http'))
      const secret = secretIn(to, at)
      if (secret?.includes('NHS number'))
        return [failed('told', { at, expected: 'no such request', actual: hostname, secret })]
      const tracked = showsPatient(visit) && trackers.test(hostname)
      return tracked ? [failed('tracked', { at, expected: 'no such request', actual: hostname })] : []
    })
    if (told.length > 0) return told
    if (requests.length === 0 || visits.some(showsPatient)) return passed({ at: url })
    return cantTell('no-patient-page', {
      at: url,
      owes: { who: 'supplier', act: 'list a page that shows a test patient, with its identity, and run again' },
    })
  },

  messages: {
    told: '{at} sends {secret} to {actual}.',
    tracked: '{at} shows patient data and calls {actual}, which learns its address.',
    'no-patient-page': 'Pages of {at} call other sites, and none of those listed shows a patient.',
  },

  examples: [
    seen('nothing from elsewhere', [], true, 'passed'),
    seen('a font on a page with a patient', ['https://fonts.example/a.woff2'], true, 'passed'),
    seen(
      'statistics of a page about a condition',
      ['https://www.google-analytics.com/collect?v=2'],
      false,
      'cantTell',
      'no-patient-page',
    ),
    seen('statistics of a record', ['https://www.google-analytics.com/collect?v=2'], true, 'failed', 'tracked'),
    seen('an NHS number for a map', ['https://maps.example/?patient=9000000009'], false, 'failed', 'told'),
  ],
})

function seen(
  name: string,
  to: readonly string[],
  patient: boolean,
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
) {
  const numbers = patient
    ? [{ text: '900 000 0009', context: 'NHS number 900 000 0009', selector: 'dd', wraps: false }]
    : []
  const wouldHaveSent = to.map(url => ({ method: 'GET', url, because: 'the target file does not list this origin' }))
  const all = { visits: [page({ numbers }, [], { wouldHaveSent })], own: ['https://product.example'] }
  return { name, from: 'Chromium 143, 2026-11-22', outcome, seen: all, ...(key && { keys: [key] }) }
}
