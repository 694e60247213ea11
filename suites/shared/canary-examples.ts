/** What the listener heard, for the examples of checks that lead a product to it. */
import type { CanaryAsk, CanaryHeard } from '../../runner/check.ts'

/** A product's request to the listener. */
export const FETCH: CanaryAsk = { at: '2026-11-23T01:00:00.000Z', method: 'GET', agent: 'node' }

export const heardAt = (...asks: readonly CanaryAsk[]): CanaryHeard => ({
  kind: 'step',
  id: 'o1',
  key: '',
  at: '2026-11-23T01:00:01.000Z',
  ms: 0,
  name: 'canary: who asked the listener',
  value: { address: 'http://127.0.0.1:9444/0123456789abcdef', asks },
})
