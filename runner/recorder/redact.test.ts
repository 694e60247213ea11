import { expect, test } from 'vitest'
import { holdsRealLookingPatient } from './patients.ts'
import { Redactor } from './redact.ts'

const secret = `S3cret/with "quotes" & <angles>'é`
const encodings: { readonly [name: string]: (text: string) => string } = {
  raw: text => text,
  JSON: text => JSON.stringify(text),
  HTML: text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  percent: encodeURIComponent,
  form: text => encodeURIComponent(text).replaceAll('%20', '+'),
  hex: text => Buffer.from(text).toString('hex'),
  'hex in capitals': text => Buffer.from(text).toString('hex').toUpperCase(),
  base64: text => Buffer.from(text).toString('base64'),
  'base64, one in': text => Buffer.from(`x${text}`).toString('base64'),
  'base64, two in': text => Buffer.from(`xy${text}zz`).toString('base64'),
  base64url: text => Buffer.from(`name:${text}`).toString('base64url'),
  'UTF-16': text => Buffer.from(text, 'utf16le').toString('latin1'),
  'base64 of UTF-16': text => Buffer.from(text, 'utf16le').toString('base64'),
}

for (const [name, encode] of Object.entries(encodings))
  test(`A known secret is taken out of text written as ${name}`, () => {
    const redactor = new Redactor()
    redactor.learn(secret, 'client secret')
    const clean = redactor.text(`before ${encode(secret)} after`)
    expect(clean).toContain('«client secret 1»')
    expect(clean.startsWith('before ') && clean.endsWith(' after')).toBe(true)
  })

test('Equal secrets share a placeholder, others of the same name have their own', () => {
  const redactor = new Redactor()
  const one = redactor.learn('first-token-1', 'token')
  expect([redactor.learn('second-token-2', 'token'), redactor.learn('first-token-1', 'other')]).toEqual([
    '«token 2»',
    one,
  ])
})

test('A value hidden in place leaves innocent text alone, and another redactor takes that over', () => {
  const redactor = new Redactor()
  redactor.learn('accepted', 'cookie', 'in place')
  redactor.learn('Tok3n-of-chance', 'token')
  const other = new Redactor()
  other.import(redactor.export())
  for (const one of [redactor, other]) expect(one.text('accepted Tok3n-of-chance')).toBe('accepted «token 1»')
})

test('Real-looking NHS numbers are seen in JSON, XML, pages and text; listed and 999 ones are let through', () => {
  const real = '9434765919'
  const shown = '943 476 5919'
  const none = new Set<string>()
  const texts = [
    `{"system":"https://fhir.nhs.uk/Id/nhs-number","type":{"text":"x"},"value":"${real}"}`,
    `{"value": "${real}", "system": "https://fhir.nhs.uk/Id/nhs-number"}`,
    `<system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="${real}"/>`,
    `NHS number: ${shown}`,
    `<dt>NHS number</dt><dd><span>${shown}</span></dd>`,
  ]
  for (const text of texts) {
    expect(holdsRealLookingPatient(text, none), text).toBe(true)
    expect(holdsRealLookingPatient(text, new Set([real])), text).toBe(false)
    expect(holdsRealLookingPatient(text.replaceAll(real, '9990000018').replaceAll(shown, '999 000 0018'), none)).toBe(
      false,
    )
  }
})
