/** Bodies and fields that mean harm, given to the readers that discovery and judges use; right ones among them are always read right. */
import { expect, test } from 'vitest'
import { secretIn } from '../../suites/shared/address-secrets.ts'
import { bundleIn, entriesOf, linkOf } from '../../suites/shared/bundle.ts'
import { cacheControl, freshFor } from '../../suites/shared/cache-control.ts'
import { policiesOf, policyText, scriptRules } from '../../suites/shared/csp.ts'
import { answer } from '../../suites/shared/examples.ts'
import { leavesOfJson, leavesOfXml } from '../../suites/shared/fhir-leaves.ts'
import { readHsts } from '../../suites/shared/hsts.ts'
import { jsonObjectIn } from '../../suites/shared/json-answer.ts'
import { mediaTypeOf } from '../../suites/shared/media-type.ts'
import { operationsOf } from '../../suites/shared/openapi/operations.ts'
import { faultsOf, issuesOf, outcomeIn } from '../../suites/shared/operation-outcome.ts'
import { leadingOn, leadsElsewhere } from '../../suites/shared/redirecting.ts'
import { readSecurityTxt, signaturePacket } from '../../suites/shared/security-txt.ts'
import { cookiesSetBy } from '../../suites/shared/set-cookie.ts'
import { assetsOf } from '../../suites/shared/site-assets.ts'
import { statementIn } from '../../suites/shared/statement.ts'
import { CASES, ceilings, chance } from '../instruments/testing/hostile.ts'
import { jsonOf, jsonOrYamlOf } from './json.ts'

const patient = { resourceType: 'Patient', id: '1', name: [{ family: 'Zz', given: ['Ada'] }], active: true }
const bundle = {
  resourceType: 'Bundle',
  type: 'searchset',
  link: [{ relation: 'next', url: 'https://a.example/?p=2' }],
  entry: [{ resource: patient }],
}
const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid', diagnostics: 'x' }] }
const openapi = {
  openapi: '3.1.0',
  info: { title: 'x', version: '1' },
  paths: {
    '/a/{id}': {
      get: { parameters: [{ $ref: '#/components/parameters/id' }], responses: { 200: { description: 'ok' } } },
    },
  },
  components: { parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } } },
}
const yaml =
  'openapi: 3.0.3\ninfo: &i { title: x, version: "1" }\npaths:\n  /a:\n    get:\n      responses: { "200": { description: *i } }\n'
const xml =
  '<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"><id value="1"/><name><family value="Zz"/></name></Patient>'
const html =
  '<!doctype html><html lang="en"><head><base href="/x/"><meta http-equiv="content-security-policy" content="default-src \'self\'"><link rel="stylesheet" href="a.css"></head><body><main><h1>Accessibility</h1><a href="/sign-in?next=/">x</a><form><input name="next"></form><script src="a.js"></script></main></body></html>'
const security = 'Contact: mailto:a@b.example\nExpires: 2027-01-01T00:00:00Z\n'
const texts = [JSON.stringify(bundle), JSON.stringify(outcome), JSON.stringify(openapi), yaml, xml, html, security]
const fields = [
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; report-to x",
  'max-age=63072000; includeSubDomains; preload',
  'text/html; charset="utf-8"',
  'private, no-store, max-age=0',
  '__Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax',
  'https://a.example/?next=%2F#x',
]

test('Ten thousand hostile bodies are read without a throw, and right ones among them right', {
  timeout: 600_000,
}, () => {
  const { upTo, one, bytes, once, mutated } = chance('bodies')
  const depth = () => (once(20) ? 20_000 : upTo(600))
  const nested = [
    () => `${'['.repeat(depth())}1`,
    () => `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
    () => JSON.stringify({ resourceType: 'Bundle', entry: `${'['.repeat(upTo(99))}` }),
    () => '<a>'.repeat(depth()),
    () => `${'<div>'.repeat(depth())}x`,
    () => '<!--'.repeat(upTo(9000)),
    () => '"a" '.repeat(upTo(900)),
    () =>
      `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(99)}">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(9)}">`).join('')}]><Patient>&a8;</Patient>`,
    () =>
      `a: &a [x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [${`*${n === 0 ? 'a' : `b${n - 1}`},`.repeat(9)}]`).join('\n')}\n`,
    () => `${'- '.repeat(upTo(400))}x`,
    () =>
      `{"openapi":"3.1.0","paths":{"/a":{"$ref":"#/paths/~1a"},"/b":{"get":{"parameters":[{"$ref":"#/paths"}],"responses":null}}}}`,
    () => '"'.repeat(upTo(1500)),
    () => '\u0000\ud800'.repeat(upTo(500)),
  ]
  /** A value in place of another, of a type that nobody expects there. */
  const odd = [null, true, -1, 1e308, '', 'http://[', [], [[]], {}, { a: null }, [null]]
  const swapped = () =>
    JSON.stringify(JSON.parse(one(texts.slice(0, 3))), (_, value) => (once(8) ? structuredClone(one(odd)) : value)) ??
    'null'
  const field = () => (once(3) ? bytes(200).toString('latin1') : mutated(Buffer.from(one(fields))).toString('latin1'))
  const watch = ceilings()
  const types = ['application/fhir+json', 'text/html', 'application/xml', 'application/yaml', 'text/plain']
  for (let n = 0; n < CASES; n++) {
    const text = one([
      () => mutated(Buffer.from(one(texts))).toString(),
      () => mutated(Buffer.from(one(texts))).toString(),
      swapped,
      swapped,
      () => bytes(300).toString(),
      () => one(nested)(),
    ])()
    const said = field()
    const rawHeaders = [
      ['Content-Type', once(4) ? said : one(types)],
      ...['Content-Security-Policy', 'Set-Cookie', 'Location', 'Refresh'].map(name => [name, field()] as const),
    ] as const
    const seen = answer(one([200, 302, 404]), {}, text, { rawHeaders })
    const began = performance.now()
    const spent = process.cpuUsage()
    const shown = () => `case ${n}: ${JSON.stringify(text.slice(0, 300))}`
    try {
      const json = jsonOf(seen)
      const document = jsonOrYamlOf(seen)
      entriesOf(bundleIn(seen))
      linkOf(bundleIn(seen), 'next', seen.request.url)
      issuesOf(outcomeIn(seen))
      const told = outcomeIn(seen)
      if (told) faultsOf(told)
      jsonObjectIn(seen)
      if (json) leavesOfJson(json)
      if (document) operationsOf(document)
      leavesOfXml(text)
      for (const policy of policiesOf(seen)) scriptRules(policy)
      policyText(seen)
      statementIn(seen)
      assetsOf(seen)
      leadingOn([seen])
      leadsElsewhere(seen)
      signaturePacket(text)
      readSecurityTxt(text)
      readHsts(said)
      mediaTypeOf(said)
      cacheControl(said)
      freshFor({ 'cache-control': said, expires: said, date: field() })
      cookiesSetBy(seen)
      secretIn(said, seen.request.url)
    } catch (cause) {
      throw new Error(shown(), { cause })
    }
    watch.passed(began)
    // Processor time: what else the machine does is nobody's fault.
    const { user, system } = process.cpuUsage(spent)
    expect((user + system) / 1000, shown()).toBeLessThan(5000)
    if (n % 250 > 0) continue
    const right = (body: object) => answer(200, { 'content-type': 'application/fhir+json' }, body)
    expect(entriesOf(bundleIn(right(bundle))).length).toBe(1)
    expect(faultsOf(outcomeIn(right(outcome)) ?? {})).toEqual([])
    expect(operationsOf(jsonOrYamlOf(right(openapi)) ?? {}).map(({ path }) => path)).toEqual(['/a/{id}'])
    expect(leavesOfXml(xml)).toEqual(leavesOfJson({ resourceType: 'Patient', id: '1', name: [{ family: 'Zz' }] }))
  }
  expect(watch.seen().mib).toBeLessThan(500)
})
