import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policiesOf } from './csp.ts'
import { bypassOf } from './csp-bypass.ts'
import { metaPolicies } from './csp-in-page.ts'
import { answer } from './examples.ts'

const page = (body: string, policy = '') =>
  answer(200, { 'content-type': 'text/html', ...(policy && { 'content-security-policy': policy }) }, body)
const meta = (policy: string, name = 'Content-Security-Policy') => `<meta http-equiv="${name}" content="${policy}">`
const bypass = (policy: string) => bypassOf(policiesOf(page('', policy)))?.source

test('A meta element states a policy in the head only, and none that is report-only, commented out or in a template', () => {
  const head = [
    '<!doctype html><html><head><title>x</title>',
    meta('a &#39;self&#39;', 'CONTENT-SECURITY-POLICY'),
    meta('b', 'Content-Security-Policy-Report-Only'),
    `<!-- ${meta('c')} --><template>${meta('d')}</template><noscript>${meta('e')}</noscript>`,
    `<script>"${meta('f')}"</script></head><body>${meta('g')}`,
  ].join('')
  expect(metaPolicies(page(head))).toEqual(["a 'self'"])
  expect(metaPolicies(page(`<!doctype html>${meta('a')}<p>${meta('b')}`))).toEqual(['a'])
})

test('Policies of header and meta elements hold together, but for what a meta element may not say', () => {
  const all = policiesOf(
    page(meta("object-src 'none'; frame-ancestors 'none'; sandbox"), "default-src 'self', base-uri 'none'"),
  )
  expect(all.map(policy => [...policy.keys()])).toEqual([['default-src'], ['base-uri'], ['object-src']])
})

test('A host that serves JSONP or Angular to everybody is found, with wildcards and paths', () => {
  expect(bypass("script-src 'self' https://cdnjs.cloudflare.com")).toBe('https://cdnjs.cloudflare.com')
  expect(bypass("default-src 'self' *.googleapis.com")).toBe('*.googleapis.com')
  expect(bypass("script-src 'self' https://ajax.googleapis.com/ajax/libs/jquery/")).toBeUndefined()
  expect(bypass("script-src 'self' https://assets.nhs.uk")).toBeUndefined()
})

test('A host is no bypass where strict-dynamic or another policy shuts it out', () => {
  expect(bypass("script-src 'nonce-abc' 'strict-dynamic' https://cdnjs.cloudflare.com")).toBeUndefined()
  expect(bypass("script-src https://cdnjs.cloudflare.com, script-src 'self'")).toBeUndefined()
  expect(bypass("script-src https://cdnjs.cloudflare.com, script-src https:, img-src 'self'")).toBeDefined()
})

test('No source expression, however odd, makes the judgement throw', () => {
  const part = fc.constantFrom(
    'https:',
    '//',
    '*',
    '*.',
    ':*',
    ':99999',
    'a.b',
    '[::1',
    '%',
    '/',
    '@',
    '?',
    '#',
    '\\',
    'x y.z',
  )
  const odd = fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 6 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(odd, source => void bypass(`script-src ${source}`)),
    { numRuns: 3000 },
  )
})
