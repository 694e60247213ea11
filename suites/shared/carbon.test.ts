import { expect, test } from 'vitest'
import { findingsOf } from '../../runner/judging/judge.ts'
import carbon from '../sustainability/sustainable-web-design-model/carbon-of-a-view.ts'

const page = { id: 'p', kind: 'page', url: 'https://product.example/' } as never

test('every finding about carbon, a passed one too, names the model and the grid that it is reckoned with', () => {
  const told = carbon.examples
    .filter(({ outcome, seen }) => outcome !== 'cantTell' || ('visit' in seen && !('error' in (seen.visit as object))))
    .flatMap(({ seen }) => findingsOf(carbon, seen, page))
  expect(told.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'cantTell'])
  for (const { expected } of told)
    expect(expected).toBe('0.359 g (Sustainable Web Design Model 4, world average grid of 494 g CO2e/kWh)')
})
