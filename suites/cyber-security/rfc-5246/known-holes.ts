import { advice, check, type Decision } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { knownHoles, leftAlone } from '../../shared/tls/hole-rules.ts'
import { hole, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/**
 * Known holes as far as messages that any client may send show them: insecure renegotiation, Ticketbleed, and those that cannot be
 * there, because what they need is not taken. What takes a malformed message is named as not tested; `tls/holes-tried` tests it, with consent.
 */
export default check({
  id: 'tls/known-holes',
  version: 2,
  title: 'No known hole of TLS is open, as far as well-formed messages show',
  verifies: { 'SEC-TLS-023': 'part' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Bring the TLS library or the load balancer up to date.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => {
    const decided = decide([knownHoles], survey, url)
    const untested = survey.holes.filter(leftAlone).map(({ name }) => name)
    const said = untested.length > 0 ? [advice('not-tested', { at: url, actual: untested.join('; ') })] : []
    return [...(Array.isArray(decided) ? decided : [decided as Decision]), ...said]
  },

  messages: {
    ...messagesOf('broken', 'untold', 'beside', 'no-tls'),
    'not-tested':
      'At {at} well-formed messages cannot tell of {actual}. With consent to intrusive tests they are looked for.',
  },

  examples: [
    {
      name: 'none is there',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      keys: ['passed', 'not-tested'],
      seen: { survey: surveyed({ holes: [hole('Heartbleed', 'absent'), hole('CCS injection', 'not tested')] }) },
    },
    {
      name: 'CRIME alone, which the rule on compression tells',
      from: 'a hand-written responder, 2026-11-23',
      outcome: 'passed',
      keys: ['passed'],
      seen: { survey: surveyed({ holes: [hole('Heartbleed', 'absent'), hole('CRIME (CVE-2012-4929)', 'present')] }) },
    },
    {
      name: 'Ticketbleed',
      from: 'a hand-written front, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'not-tested'],
      seen: { survey: surveyed({ holes: [hole('Ticketbleed', 'present'), hole('CCS injection', 'not tested')] }) },
    },
    {
      name: 'a renegotiation was not answered',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({ holes: [hole('Insecure renegotiation', 'unclear')] }) },
    },
    {
      name: 'nothing but what was not agreed to',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside', 'not-tested'],
      seen: { survey: surveyed({ holes: [hole('CCS injection', 'not tested')] }) },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-tls'],
      seen: { survey: unreached() },
    },
  ],
})
