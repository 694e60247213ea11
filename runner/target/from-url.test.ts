import { expect, test } from 'vitest'
import { targetFromUrl } from './from-url.ts'
import { TargetError } from './load.ts'
import { publicTarget, targetFacts } from './public.ts'

test('a bare address becomes a target that may be read and browsed, and no more', () => {
  const target = targetFromUrl('https://sandbox.example:8443/fhir')
  expect(target).toMatchObject({
    packs: ['common'],
    endpoints: [{ name: 'main', kind: 'unknown', url: 'https://sandbox.example:8443/fhir' }],
    consents: [],
    identities: [],
  })
  expect(targetFacts(target, '2026-11-22T14:02:00.000Z').origins).toEqual(['https://sandbox.example:8443'])
  expect(publicTarget(target).environment).toBe('live')
})

test.each([
  [
    'sandbox.example/fhir',
    'The address is "sandbox.example/fhir". Expected an absolute https address, as https://api.acme.example/fhir. Did you mean "https://sandbox.example/fhir"?',
  ],
  [
    'https://joe:hunter2@sandbox.example',
    'The address holds credentials. Expected an absolute https address, as https://api.acme.example/fhir. Make them an identity and take them out of the address.',
  ],
  [
    'http://sandbox.example',
    'The address is "http://sandbox.example". Expected an absolute https address, as https://api.acme.example/fhir. Plain http is for loopback only.',
  ],
  ['', 'The address is "". Expected an absolute https address, as https://api.acme.example/fhir. Write it in full.'],
])('the address "%s" is refused', (address, message) => {
  expect(() => targetFromUrl(address)).toThrow(new TargetError([message]))
})
