import { expect, test } from 'vitest'
import { exchange } from '../../reports/testing/parts.ts'
import { gatewayBehind } from './gateway.ts'

const said = (status: number, text = '', headers: Record<string, string> = { 'content-type': 'text/html' }) =>
  gatewayBehind(exchange('o1', 'https://a.example/', status, text, { headers }))

test.each([
  ['a rate limit', said(429), 'a rate limit (429)'],
  ['a rate limit that says when', said(429, '', { 'retry-after': '30' }), 'a rate limit (429, Retry-After 30)'],
  ['a Cloudflare challenge', said(403, '', { 'cf-mitigated': 'challenge' }), 'a firewall challenge'],
  ['an AWS firewall', said(202, '', { 'x-amzn-waf-action': 'challenge' }), 'a firewall challenge'],
  [
    'a proxy without the product',
    said(502, '<h1>Bad Gateway</h1>'),
    'a gateway that could not reach the product (502)',
  ],
  ['a proxy out of patience', said(504), 'a gateway that could not reach the product (504)'],
  ['a page with a captcha', said(403, '<form id="captcha">'), 'a firewall or challenge page'],
  ['an F5 block', said(403, 'The requested URL was rejected.'), 'a firewall or challenge page'],
  [
    'an Akamai block',
    said(403, '<h1>Access Denied</h1> Reference&#32; Reference #18.2d'),
    'a firewall or challenge page',
  ],
  ['an Incapsula block', said(503, 'Incapsula incident ID: 1'), 'a firewall or challenge page'],
])('%s is not the product', (_what, words, expected) => {
  expect(words).toBe(expected)
})

const fhir = { 'content-type': 'application/fhir+json; charset=utf-8' }
test.each([
  ['a page', said(200, '<p>Our captcha helps us.</p>')],
  ['a refusal in FHIR', said(403, '{"resourceType":"OperationOutcome"}', fhir)],
  ['a refusal as a page of its own', said(403, '<h1>You may not see this</h1>')],
  ['a server error', said(500, '<h1>captcha</h1>')],
  ['maintenance', said(503, '<h1>Back soon</h1>')],
  ['a bad gateway told in FHIR, by a product that asks others', said(502, '{"resourceType":"OperationOutcome"}', fhir)],
])('%s is the product', (_what, words) => {
  expect(words).toBeUndefined()
})

test('silence is no gateway', () => {
  const { response: _none, ...silent } = exchange('o1', 'https://a.example/', 200, '')
  expect(gatewayBehind(silent)).toBeUndefined()
})
