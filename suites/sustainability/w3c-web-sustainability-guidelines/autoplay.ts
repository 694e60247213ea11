import { check, failed, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, details, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

const film = {
  selector: 'video',
  kind: 'video',
  url: 'https://product.example/welcome.mp4',
  autoplay: false,
  muted: true,
  loop: true,
  controls: true,
  preload: 'none',
  seconds: 30,
} as const

/** No audio or video element starts by itself, muted or not: what nobody asked for is not sent. */
export default check({
  id: 'sustainability/autoplay',
  version: 1,
  title: 'No media starts by itself',
  verifies: { 'SUS-MED-001': 'all' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Take the autoplay attribute off, give the element controls, and set preload="none".',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit: { finalUrl: at, details } }) => {
    const playing = details?.media.filter(({ autoplay }) => autoplay) ?? []
    return playing.length > 0
      ? failed('plays-itself', {
          at,
          actual: playing.map(({ kind }) => kind).join(', '),
          places: playing.map(({ selector }) => selector),
        })
      : passed({ at })
  },

  messages: { 'plays-itself': 'On {at} media start by themselves: {actual}.' },
  examples: [
    {
      name: 'waits for the user',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page({}, [], { details: details({ media: [film] }) }) },
    },
    {
      name: 'starts muted',
      from: `${SUPPLIER}, defect video-plays-itself`,
      outcome: 'failed',
      seen: { visit: page({}, [], { details: details({ media: [{ ...film, autoplay: true }] }) }) },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
