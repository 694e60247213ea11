import { type Answered, check } from '../../../runner/check.ts'
import { askAround } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'

const needsCharset = /^(text\/|application\/(.*\+)?xml$)/
const isJson = /^application\/(.*\+)?json$/
const looksLikeHtml = /^\s*(<!doctype html|<html[\s>])/i

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What the body is in truth, where that contradicts the type; undefined when it fits or cannot be told. */
function contradiction(type: string, text: string): string | undefined {
  if (isJson.test(type)) return parses(text) ? undefined : 'no JSON'
  if (/^(text\/html|application\/xhtml\+xml)$/.test(type))
    return /^\s*[{[]/.test(text) && parses(text) ? 'JSON' : undefined
  if (/xml$/.test(type)) return /^(\uFEFF)?\s*</.test(text) ? undefined : 'no XML'
  return looksLikeHtml.test(text) ? 'HTML' : undefined
}

function mistyped({ response }: Answered): Fault | undefined {
  const { body, headers } = response
  if (body.bytes === 0) return undefined
  const value = headers['content-type']
  const media = mediaTypeOf(value)
  if (!media) return { key: 'untyped', expected: 'a media type', actual: value ?? 'no such header' }
  const { charset } = media.parameters
  if (needsCharset.test(media.type) && !charset)
    return { key: 'no-charset', expected: `${media.type}; charset=utf-8`, actual: value ?? '' }
  if (charset && /^utf-?8$/i.test(charset) && body.encoding === 'base64')
    return { key: 'not-utf-8', expected: 'a body in UTF-8', actual: value ?? '' }
  // A body that was cut cannot be parsed and is not blamed for it.
  const truth = body.encoding === 'utf8' && !body.cut ? contradiction(media.type, body.text ?? '') : undefined
  return truth ? { key: 'mismatch', expected: media.type, actual: truth } : undefined
}

/**
 * Every answer with a body says what it is, truly, and text says its character set (ASVS 4.1.1: text/*, +xml, /xml). JSON is always
 * UTF-8 and has no such parameter; a meta element in the page does not replace it in this clause.
 */
export default check({
  id: 'headers/content-type',
  version: 1,
  title: 'Bodies say what they are, and text says its character set',
  verifies: { 'SEC-HDR-010': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Set Content-Type on every body, with charset=utf-8 for text and XML, error pages included.',

  probe: askAround,

  judge: ({ known, missing }) => faultsIn([...known, missing], mistyped),

  messages: {
    untyped: 'The body of {at} comes without a media type ({actual}).',
    'no-charset': '{at} sends text without a character set: {actual}.',
    'not-utf-8': '{at} says {actual}, but the body is not UTF-8.',
    mismatch: '{at} says {expected}, but the body is {actual}.',
  },

  examples: [
    sent('a page', 'text/html; charset=utf-8', '<!doctype html>', 'passed'),
    sent('JSON needs no character set', 'application/fhir+json', '{"resourceType":"CapabilityStatement"}', 'passed'),
    sent('quoted, upper case', 'text/HTML; Charset="UTF-8"', '<!doctype html>', 'passed'),
    sent('no body, no type', '', '', 'passed'),
    sent('a page without a character set', 'text/html', '<!doctype html>', 'failed', 'no-charset'),
    sent('JSON said to be HTML', 'text/html; charset=utf-8', '{"a":1}', 'failed', 'mismatch'),
    sent('a page said to be JSON', 'application/json', '<!doctype html>', 'failed', 'mismatch'),
    sent('no type', '', 'Not found', 'failed', 'untyped'),
    {
      name: 'Latin-1 bytes said to be UTF-8',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['not-utf-8'],
      seen: latin1(),
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
  ],
})

function sent(name: string, type: string, body: string, outcome: 'passed' | 'failed', key?: string) {
  const seen = { known: [answer(200, type ? { 'content-type': type } : {}, body)], missing: answer(404) }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
function latin1() {
  const page = answer(200, { 'content-type': 'text/plain; charset=utf-8' }, 'Y2Fm6Q==')
  const body = { ...page.response.body, encoding: 'base64' as const }
  return { known: [{ ...page, response: { ...page.response, body } }], missing: answer(404) }
}
