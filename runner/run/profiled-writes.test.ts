/** What is written into a product is made by the profiles that it declares, and nobody is blamed where their definitions are not to be had. */
import * as https from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Certificates, makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { readDefinitions } from '../instruments/fhir-validator/r4/definitions.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { replay } from './replay.ts'
import { type TestRun, testRun, testTarget } from './testing.ts'

const PROFILE = 'https://product.example/StructureDefinition/dated-basic'
let certificates: Certificates
let checks: AnyCheck[]
const servers = testServers()
beforeAll(async () => {
  certificates = await makeCertificates()
  checks = (await loadChecks()).filter(({ id }) => id === 'fhir/create-declared-types')
})
afterAll(() => servers.close())

/** Basic of R4, but with its date and its author, which have to be there. */
function definition(): object {
  const base = structuredClone(readDefinitions().base('Basic'))
  for (const element of base?.snapshot?.element ?? [])
    if (['Basic.created', 'Basic.author'].includes(element.path)) element.min = 1
  return { ...base, id: 'dated-basic', url: PROFILE, derivation: 'constraint' }
}

interface Product {
  readonly origin: string
  /** What it was sent, parsed. */
  readonly taken: {
    readonly resourceType: string
    readonly meta?: { readonly profile?: readonly string[] }
    readonly created?: string
    readonly author?: { readonly reference: string }
  }[]
}

/** Takes no Basic that is not what it declares, or whose author it does not have; takes any patient. */
async function product(served: boolean): Promise<Product> {
  const taken: Product['taken'] = []
  const types = [
    { type: 'Basic', profile: PROFILE, interaction: [{ code: 'create' }, { code: 'delete' }] },
    { type: 'Patient', interaction: [{ code: 'create' }, { code: 'delete' }] },
    ...(served ? [{ type: 'StructureDefinition', interaction: [{ code: 'search-type' }] }] : []),
  ]
  const statement = {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    rest: [{ mode: 'server', resource: types }],
  }
  const server = https.createServer({ cert: certificates.certPem, key: certificates.keyPem }, (request, response) => {
    const answer = (status: number, body: object, headers: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body))
    let text = ''
    request.on('data', part => {
      text += part
    })
    request.on('end', () => {
      if (request.url?.endsWith('/metadata')) return answer(200, statement)
      if (request.url?.includes('/StructureDefinition?'))
        return answer(200, { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: definition() }] })
      if (request.method !== 'POST') return answer(200, {})
      const body = JSON.parse(text) as Product['taken'][number]
      taken.push(body)
      const fits =
        body.created !== undefined && body.author?.reference === 'Patient/1' && body.meta?.profile?.includes(PROFILE)
      return fits || body.resourceType === 'Patient'
        ? answer(201, { ...body, id: '1' }, { location: `${request.url}/1` })
        : answer(422, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'business-rule' }] })
    })
  })
  return { origin: `https://localhost:${await servers.listen(server)}`, taken }
}

const run = ({ origin }: Product): Promise<TestRun> =>
  testRun({
    target: testTarget([{ kind: 'fhir', url: `${origin}/fhir` }], {
      ca: { path: 'ca.pem', pem: certificates.caPem },
      consents: [
        {
          effect: 'write',
          person: 'Sam',
          role: 'owner',
          origins: [origin],
          environment: 'sandbox',
          until: '2099-01-01',
        },
      ],
    }),
    checks,
  })
const said = ({ assertions }: TestRun) =>
  assertions.map(({ outcome, findings }) => [outcome, ...findings.map(({ key }) => key)])

test('a resource is made by the profile that the server itself gives, and a replay makes the same without it', async () => {
  const strict = await product(true)
  const seen = await run(strict)
  expect(said(seen)).toEqual([['passed', 'passed', 'passed']])
  // The author that the profile demands, and R4 does not, was made before.
  expect(strict.taken.map(({ resourceType }) => resourceType)).toEqual(['Patient', 'Basic'])
  expect(strict.taken[1]).toMatchObject({ meta: { profile: [PROFILE] }, created: expect.any(String) })
  const { assertions, differences } = await replay(seen.record, checks)
  expect(differences).toEqual([])
  expect(assertions.map(({ outcome }) => outcome)).toEqual(['passed'])
})

test('where the definition is not to be had, a refusal is told with the profile and is nobody’s failure', async () => {
  const seen = await run(await product(false))
  expect(said(seen)).toEqual([['cantTell', 'passed', 'refused-without']])
  expect(seen.assertions[0]?.findings[1]?.message).toContain(PROFILE)
})
