import { type Answered, check, notApplicable } from '../../../runner/check.ts'
import { askPages } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ledAwayBy, ledAwayMessages } from '../../shared/led-away.ts'
import { askingElsewhere, ELSEWHERE, leadingOn } from '../../shared/redirecting.ts'

/**
 * Parameters that say where to go next do not lead to a host that the asker chose (ASVS 3.7.2). Asked are the parameters that links,
 * forms and redirects of the pages show, and the usual names where people sign in or out; nothing is followed, nobody is signed in.
 * Redirects of the own pages, and of an identity provider with the address inside a parameter, are right. What a product does after
 * somebody signed in, and what its scripts do, is left to a person.
 */
export default check({
  id: 'pages/open-redirects',
  version: 3,
  title: 'Redirects do not lead to a host that the asker chose',
  verifies: { 'SEC-RED-001': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Take only paths of your own after parsing them as an address against your origin, or look the target up in a list.',

  probe: async context => {
    const leading = leadingOn(await askPages(context))
    if (leading.length === 0)
      return notApplicable(
        'no link, form or redirect of the pages names an address to go to, or signs anybody in or out',
      )
    const asked = leading.flatMap(askingElsewhere)
    return { answers: await Promise.all(asked.map(url => context.http.get(url, { headers: { accept: 'text/html' } }))) }
  },

  judge: ({ answers }, { url }) => ledAwayBy(answers, url),

  messages: ledAwayMessages,

  examples: [
    led('led home', answer(302, { location: '/record' }), 'passed'),
    led('an error', answer(400), 'passed'),
    led(
      'passed on inside a parameter',
      answer(302, { location: `/sign-in?next=https%3A%2F%2F${ELSEWHERE}%2F` }),
      'passed',
    ),
    led(
      'to the identity provider',
      answer(302, { location: `https://login.example/?return=https%3A%2F%2F${ELSEWHERE}%2F` }),
      'passed',
    ),
    led(
      'a warning with a link',
      answer(200, { 'content-type': 'text/html' }, `<!doctype html><a href="https://${ELSEWHERE}/">Leave</a>`),
      'passed',
    ),
    led('led away', answer(302, { location: `https://${ELSEWHERE}/` }), 'failed', 'led-away'),
    led('led away without a scheme', answer(303, { location: `//${ELSEWHERE}/` }), 'failed', 'led-away'),
    led(
      'the own name in front',
      answer(302, { location: `https://product.example.${ELSEWHERE}/` }),
      'failed',
      'led-away',
    ),
    led(
      'by the page',
      answer(
        200,
        { 'content-type': 'text/html' },
        `<!doctype html><meta http-equiv="Refresh" content="0; url='https://${ELSEWHERE}/'">`,
      ),
      'failed',
      'led-away',
    ),
    led('by a header', answer(200, { refresh: `0;url=https://${ELSEWHERE}/` }), 'failed', 'led-away'),
    led('falls over', answer(500), 'cantTell', 'broke'),
    led('a gateway answers', gatewayPage(), 'cantTell'),
    {
      name: 'nothing leads anywhere',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'inapplicable',
      seen: notApplicable('no link, form or redirect of the pages names an address to go to'),
    },
  ],
})

function led(name: string, seen: Answered, outcome: 'passed' | 'failed' | 'cantTell', ...keys: readonly string[]) {
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: { answers: [seen] }, ...(keys.length > 0 && { keys }) }
}
