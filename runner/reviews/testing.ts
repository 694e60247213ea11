/** For tests: a file of reviews and what surrounds it. */
import { loadReviews } from './load.ts'
import type { Reviews } from './model.ts'

export const surroundings = {
  shown: 'reviews.yaml',
  sites: ['https://portal.acme.example/app/'],
  criteria: ['1.1.1', '1.3.1', '2.4.7'],
}

export const head = `product: { version: "7.2.1" }
until: 2027-03-31
sample:
  method: Structured sample of each kind of page and a random one.
  structured: [/, help]
  random: ["https://portal.acme.example/news"]
`

export const reviewsText = `${head}reviews:
  - criterion: "1.1.1"
    verdict: supports
    by: Sam Lee
    role: Accessibility tester
    with: NVDA 2025.1, Firefox 145
    on: 2026-11-20
  - criterion: "1.3.1"
    pages: [/]
    verdict: partially-supports
    by: Sam Lee
    with: JAWS 2026, Chrome 142
    on: 2026-11-20
    notes: The table of results has no headers.
`

export const load = (text: string): Reviews => loadReviews(text, surroundings)
