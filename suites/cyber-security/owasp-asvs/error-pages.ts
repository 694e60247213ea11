import { type Answered, check, type Exchange } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { parseHtml } from '../../shared/html.ts'

/** What errors give away, each by a form that ordinary sentences do not have. */
const leaks: readonly (readonly [string, RegExp])[] = [
  ['a stack trace', /^\s*at [^\n]+[:(][^\n]*:\d+(:\d+)?\)?\s*$/m],
  [
    'a stack trace',
    /\bat [\w$.]+\.[\w$<>]+\((\w+\.java:\d+|Native Method|Unknown Source)\)|\bCaused by: [\w.]+(Exception|Error)\b/,
  ],
  [
    'a stack trace',
    /Traceback \(most recent call last\)|goroutine \d+ \[|\.rb:\d+:in [`']|Stack trace:\s*#0|\bin [A-Za-z]:\\[^\n]+:line \d+/,
  ],
  ['the name of an exception', /\b(java|javax|jakarta|org|com|net|System|ca\.uhn)(\.\w+)+(Exception|Error)\b/],
  ['a line of source', /(Fatal error|Warning|Notice|Parse error)\b.{0,300}\.php( on line |:)\d+/s],
  [
    'a database error',
    /SQLSTATE\[|\bORA-\d{5}\b|SQL syntax.{0,100}(MySQL|MariaDB)|PG::\w+Error|Unclosed quotation mark after/,
  ],
  ['a query', /\bSELECT\s[^<>]{1,300}\sFROM\s[\w."`[\]]+\s+(WHERE|JOIN|LEFT|INNER|ORDER|LIMIT)\b/],
  [
    'a path on the server',
    /(^|[\s"'(=:[])(\/(usr|var|srv|home|opt|etc|root)\/[\w./-]+\.(js|ts|mjs|py|rb|php|java|class|jar|cs|go|conf|ini|log|ya?ml|env|cnf)\b|[A-Z]:\\(inetpub|windows|users|program files)\\)/im,
  ],
  [
    'a secret',
    /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\b\w+:\/\/[^\s:@/]+:[^\s@/]+@[\w.-]+|\bPassword=[^;\s]+;/,
  ],
]

/** The words of an answer: markup holds addresses, which look like paths. */
function wordsOf({ response }: Answered): string {
  const text = response.body.text ?? ''
  if (/html/i.test(response.headers['content-type'] ?? ''))
    return parseHtml(text, { blockTextElements: { pre: true } }).structuredText
  return text.replaceAll('\\n', '\n').replaceAll('\\t', ' ')
}

function leak(answer: Answered): Fault | undefined {
  // A page that is no error may well be about programming.
  if (answer.response.status < 400) return undefined
  const words = wordsOf(answer)
  const found = leaks.find(([, pattern]) => pattern.test(words))
  return found && { key: 'leaks', expected: 'a general message and an id', actual: found[0] }
}

/**
 * Errors tell a general message (ASVS 16.5.1). Provoked, with reads only: a missing page, an address with a null and one with a quote;
 * of FHIR endpoints an unknown type and a date that is none. What is no error is not looked at.
 */
export default check({
  id: 'errors/no-internals',
  version: 2,
  title: 'Errors reveal no stack trace, query, path or secret',
  verifies: { 'SEC-INF-003': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'authenticated-read',
  fix: 'Answer with a general message and an id, and keep the detail in the log.',

  probe: async ({ http, subject, landscape }) => {
    const provoked: Exchange[] = []
    for (const path of ['/mustdo-no-such-page', '/mustdo%00', "/?id='%22;--"])
      provoked.push(await http.get(new URL(path, subject.url).href))
    for (const { url, identity } of landscape.fhir.filter(
      one => new URL(one.url).origin === new URL(subject.url).origin,
    ))
      for (const path of ['NoSuchType/1', 'Patient?birthdate=notadate'])
        provoked.push(await http.get(`${url}/${path}`, { headers: { accept: 'application/fhir+json' }, as: identity }))
    return { provoked }
  },

  judge: ({ provoked }) => faultsIn(provoked, leak),

  messages: { leaks: 'The error at {at} reveals {actual}.' },

  examples: [
    error('an outcome', '{"issue":[{"code":"not-found","diagnostics":"Resource Patient/1 is not known"}]}', 'passed'),
    error('an exception without its name', '{"diagnostics":"HAPI-0446: Unknown resource type: NoSuchType"}', 'passed'),
    error(
      'our own address said again',
      'Cannot GET /home/records. At 10:42 we were told: select a page from the menu.',
      'passed',
    ),
    error('Node', '{"diagnostics":"TypeError: x\\n    at Router.handle (/srv/app/src/router.js:42:17)"}', 'failed'),
    error('Java', '{"diagnostics":"Failed: ca.uhn.fhir.parser.DataFormatException: HAPI-1861"}', 'failed'),
    error('Python', 'Traceback (most recent call last):\n  File "/srv/app/views.py", line 3', 'failed'),
    error('SQL', "You have an error in your SQL syntax; check the manual of your MySQL server near ''", 'failed'),
    page('an asset at a path of that form', '<link href="/opt/site/main.js"><h1>Not found</h1>', 404, 'passed'),
    page(
      'a trace in a page',
      '<h1>Error</h1><pre>TypeError: x\n    at Router.handle (/srv/app/router.js:42:17)</pre>',
      500,
      'failed',
    ),
    page('an article', '<pre>    at main (/srv/app/a.js:1:1)</pre>', 200, 'passed'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { provoked: [gatewayPage()] },
    },
  ],
})

function error(name: string, body: string, outcome: 'passed' | 'failed') {
  const seen = { provoked: [answer(400, { 'content-type': 'application/json' }, body)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen }
}
function page(name: string, body: string, status: number, outcome: 'passed' | 'failed') {
  const seen = { provoked: [answer(status, { 'content-type': 'text/html' }, body)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen }
}
