import { advice, check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const landmark = (role: string) => ({ role, name: '' })

/**
 * One main, and a banner and a contentinfo. A page without navigation has nothing to mark as such, so a missing navigation
 * landmark is advice; several banners happen in good pages (one in each frame) and are not counted.
 */
export default check({
  id: 'accessibility/landmarks',
  version: 2,
  title: 'Pages have one main landmark, a banner and a contentinfo',
  verifies: { 'ACC-GEN-003': 'all' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put the page into one header, one main and one footer, each a child of body, and links to other pages into nav.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, facts } }) => {
    const count = (wanted: string) => facts?.landmarks.filter(({ role }) => role === wanted).length ?? 0
    const mains = count('main')
    const missing = ['banner', 'contentinfo'].filter(role => count(role) === 0)
    return [
      mains === 1 ? passed({ at }) : failed('main-not-one', { at, expected: '1', actual: `${mains}` }),
      ...missing.map(role => failed('landmark-missing', { at, expected: role })),
      ...(count('navigation') === 0 ? [advice('no-navigation', { at })] : []),
    ]
  },

  messages: {
    'main-not-one': '{at} has {actual} main landmarks, not {expected}.',
    'landmark-missing': '{at} has no landmark {expected}.',
    'no-navigation': '{at} has no navigation landmark; right for a page without navigation only.',
  },
  examples: [
    {
      name: 'all there',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page({ landmarks: ['banner', 'navigation', 'main', 'contentinfo'].map(landmark) }) },
      keys: ['passed'],
    },
    { name: 'no navigation', from: 'nhsuk-frontend 10.6.1, 2026-11-22', outcome: 'passed', seen: { visit: page() } },
    {
      name: 'two mains',
      from: `${SUPPLIER}, defect two-mains`,
      outcome: 'failed',
      seen: { visit: page({ landmarks: ['banner', 'navigation', 'main', 'main', 'contentinfo'].map(landmark) }) },
      keys: ['main-not-one'],
    },
    {
      name: 'none at all',
      from: 'a page of divs, 2026-11-22',
      outcome: 'failed',
      seen: { visit: page({ landmarks: [] }) },
      keys: ['main-not-one', 'landmark-missing', 'landmark-missing', 'no-navigation'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
