import { advice, check, failed, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, resource, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

const MOST = 5
const elsewhere = (...names: string[]) =>
  page({}, [], {
    resources: [resource()],
    wouldHaveSent: names.map(name => ({ method: 'GET', url: `https://${name}/x.js`, because: 'outside the target' })),
  })

/** Hosts other than the page's own that a first view asks, whether they were let through or not. Whether each is justified takes a person. */
export default check({
  id: 'sustainability/third-parties',
  version: 1,
  title: 'A first view asks five other hosts at most',
  verifies: { 'SUS-3P-001': 'part' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove what no user would miss, and serve the rest from the own host.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit: { finalUrl: at, resources, wouldHaveSent } }) => {
    const own = new URL(at).host
    const asked = [...resources, ...wouldHaveSent].flatMap(({ url }) =>
      /^https?:/.test(url) ? [new URL(url).host] : [],
    )
    const hosts = [...new Set(asked)].filter(host => host !== own).sort()
    if (hosts.length > MOST) return failed('many-hosts', { at, expected: `${MOST}`, actual: hosts.join(', ') })
    return hosts.length === 0 ? passed({ at }) : [passed({ at }), advice('say-why', { at, actual: hosts.join(', ') })]
  },

  messages: {
    'many-hosts': 'A first view of {at} asks more than {expected} other hosts: {actual}.',
    'say-why': '{at} asks other hosts; say why each is needed: {actual}.',
  },
  examples: [
    { name: 'none', from: SUPPLIER, outcome: 'passed', seen: { visit: elsewhere() }, keys: ['passed'] },
    {
      name: 'one for a font',
      from: 'nhsuk-frontend 10.6.1, 2026-11-22',
      outcome: 'passed',
      seen: { visit: elsewhere('assets.nhs.uk') },
      keys: ['passed', 'say-why'],
    },
    {
      name: 'six',
      from: `${SUPPLIER}, defect many-third-parties`,
      outcome: 'failed',
      seen: { visit: elsewhere('a.example', 'b.example', 'c.example', 'd.example', 'e.example', 'f.example') },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
