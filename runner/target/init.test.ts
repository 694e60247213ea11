import { beforeAll, expect, test } from 'vitest'
import type { Found } from './init.ts'
import { draftTarget } from './init.ts'
import { complaints, env, folder, load } from './testing.ts'

const everything: Found = {
  url: 'https://sandbox.acme.example',
  fhir: [
    {
      url: 'https://fhir.sandbox.acme.example/r4',
      version: '4.0.1',
      software: { name: 'Acme EPR', version: '7.2.1' },
    },
    { url: 'https://fhir.sandbox.acme.example/stu3', version: '3.0.2' },
  ],
  smart: { issuer: 'https://auth.sandbox.acme.example', tokenUrl: 'https://auth.sandbox.acme.example/token' },
  openapi: ['https://sandbox.acme.example/openapi.json'],
  web: { url: 'https://sandbox.acme.example/', pages: ['/', '/sign-in'], statement: '/accessibility' },
  packs: [
    { id: 'common', title: 'Every product' },
    { id: 'epr', title: 'Electronic patient record' },
  ],
}
const filledIn = (text: string) => text.replace('supplier: CHANGE-ME', 'supplier: Acme')

let at = ''
beforeAll(async () => {
  at = await folder()
})

test('a draft of everything found loads once its one placeholder is replaced', () => {
  const draft = draftTarget(everything)
  expect(complaints(at, draft)).toEqual([
    'mustdo.yaml:7:1  supplier is still the placeholder "CHANGE-ME". Expected your own value. Write it in.',
  ])
  const target = load(at, filledIn(draft))
  expect(target).toMatchObject({ product: 'Acme EPR', version: '7.2.1', environment: 'sandbox', packs: ['common'] })
  expect(target.endpoints.map(({ name, kind, url }) => [name, kind, url])).toEqual([
    ['fhir', 'fhir', 'https://fhir.sandbox.acme.example/r4'],
    ['fhir-2', 'fhir', 'https://fhir.sandbox.acme.example/stu3'],
    ['web', 'web', 'https://sandbox.acme.example/'],
    ['openapi', 'openapi', 'https://sandbox.acme.example/openapi.json'],
    ['oauth', 'oauth', 'https://auth.sandbox.acme.example'],
  ])
  expect(target.endpoints[2]?.statement).toBe('https://sandbox.acme.example/accessibility')
})

test('a draft of an address where nothing was recognised names every placeholder, and is taken for live', () => {
  const draft = draftTarget({ url: 'https://app.acme.example' })
  expect(complaints(at, draft).map(line => line.split('  ')[1]?.split(' ')[0])).toEqual([
    'supplier',
    'product.name',
    'product.version',
  ])
  expect(load(at, draft.replaceAll('CHANGE-ME', 'x')).environment).toBe('live')
})

test('the keys a draft has commented out load when they are let in', () => {
  const opened = filledIn(draftTarget(everything))
    .replace(/^# (?=(identities|testData|politeness|consent|attestations):| {2})/gm, '')
    .replace('# identity: backend', 'identity: backend')
    .replace('keys/mustdo.pem', 'keys/rsa.pem')
  const target = load(at, opened, { env, now: new Date('2026-11-22') })
  expect(target.identities.map(identity => identity.name)).toEqual(['backend'])
  expect(target.consents).toHaveLength(1)
  expect(target.attestations).toHaveLength(1)
})

test.each([
  'x"\nconsent: { load: {} }\n#',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
  '${env:HOME}',
  "it's: [a] # b",
  '\u2028\u0085\u0000\ud800',
  '*alias &anchor !!tag',
])('a product that calls itself %j cannot write keys of its own', name => {
  const draft = draftTarget({
    ...everything,
    fhir: [{ url: 'https://a.example/r4', software: { name, version: name } }],
  })
  const target = load(at, filledIn(draft))
  expect(target.consents).toEqual([])
  expect(target.product).toBe(name)
})
