import { check, type Decision, failed, noData, type PageVisit, passed } from '../../../runner/check.ts'
import { pagesOf } from '../../shared/ask.ts'
import { page } from '../../shared/examples.ts'
import { details, SUPPLIER } from '../../shared/page-examples.ts'

type Kept = NonNullable<NonNullable<PageVisit['details']>['storage']>

const words = {
  'nhs-number': 'an NHS number',
  'fhir-resource': 'a FHIR resource',
  'personal-details': 'personal details',
}

/**
 * What pages keep in localStorage, sessionStorage and IndexedDB holds no NHS number, no FHIR resource and no personal details (OWASP
 * ASVS 5.0, 14.3.3; session tokens may be there). A test user who signs in at the website is followed to the own page.
 */
export default check({
  id: 'pages/browser-storage',
  version: 1,
  title: 'Browser storage holds no patient data',
  verifies: { 'SEC-COOK-008': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Keep patient data on the server, or in memory; store at most an opaque key.',
  probe: async context => {
    const { browser, landscape, subject } = context
    const { origin } = new URL(subject.url)
    const listed = pagesOf(context).map(({ url, identity }) => ({ url, as: identity }))
    const own = landscape.facts.identities.flatMap(({ name, ownPage }) =>
      ownPage && new URL(ownPage).origin === origin && listed.every(({ url }) => url !== ownPage)
        ? [{ url: ownPage, as: name }]
        : [],
    )
    return { visits: await Promise.all([...listed, ...own].map(({ url, as }) => browser.visit(url, { as }))) }
  },
  judge: ({ visits }, { url }) => {
    const found = visits.flatMap(({ finalUrl, details }) =>
      (details?.storage ?? []).flatMap(({ area, name, holds }) =>
        holds.map(what =>
          failed('kept', { at: finalUrl, expected: 'an opaque key', actual: `${words[what]} in ${area} "${name}"` }),
        ),
      ),
    )
    if (found.length > 0) return found
    return visits.some(({ details }) => details?.storage) ? passed({ at: url }) : notLooked(url)
  },
  messages: { kept: '{at} keeps {actual}.', 'not-looked': 'The storage of the pages of {at} was not looked at.' },
  examples: [
    kept('nothing is kept', [], 'passed'),
    kept('a session token', [{ area: 'session', name: 'token', characters: 900, holds: [] }], 'passed'),
    kept('a theme', [{ area: 'local', name: 'theme', characters: 4, holds: [] }], 'passed'),
    kept(
      'a record',
      [{ area: 'local', name: 'patient', characters: 700, holds: ['nhs-number', 'fhir-resource'] }],
      'failed',
      'kept',
      'kept',
    ),
    kept(
      'a form half filled in',
      [{ area: 'indexed-db', name: 'drafts/forms', characters: 90, holds: ['personal-details'] }],
      'failed',
      'kept',
    ),
    {
      name: 'a record of before',
      from: SUPPLIER,
      outcome: 'untested',
      keys: ['not-looked'],
      seen: { visits: [page()] },
    },
    { name: 'no page', from: SUPPLIER, outcome: 'untested', seen: noData('a page') },
    {
      name: 'a page that does not load',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visits: [page({}, [], { error: { code: 'timeout', message: 'was not loaded' } })] },
    },
  ],
})

function notLooked(at: string): Decision {
  return { outcome: 'untested', key: 'not-looked', at, owes: { who: 'mustdo', act: 'run again with this version' } }
}
function kept(name: string, storage: Kept, outcome: 'passed' | 'failed', ...keys: readonly string[]) {
  const seen = { visits: [page({}, [], { details: details({ storage }) })] }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
