import { check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { isDocument, metadataAnswers } from '../../shared/issuer-metadata.ts'
import { isHttps, jsonObjectIn, saysJson } from '../../shared/json-answer.ts'
import { ISSUER, issuer, json, SUPPLIER } from '../../shared/oauth-examples.ts'

const asRoot = (url: string) => url.replace(/^([^/]+:\/\/[^/]+)\/$/, '$1')
const subject = issuer()
const document = { issuer: ISSUER, token_endpoint: `${ISSUER}/oauth/token`, response_types_supported: [] }
const published = (members: object = {}, headers: { readonly [name: string]: string } = json) =>
  answer(200, headers, { ...document, ...members }, { url: `${ISSUER}/.well-known/oauth-authorization-server` })

/**
 * The metadata stand where the issuer's address says, are JSON, carry that issuer to the letter, and name https endpoints
 * (RFC 8414, 2, 3 and 3.3). A server that is not asked by browsers needs no authorization endpoint.
 */
export default check({
  id: 'oauth/issuer-metadata',
  version: 1,
  title: 'The authorization server publishes metadata that agree with themselves',
  verifies: { 'SEC-OAU-001': 'all' },
  subjects: ({ issuers }) => issuers,
  effect: 'read',
  fix: 'Publish RFC 8414 metadata under /.well-known/oauth-authorization-server with exactly the issuer that clients are given.',
  probe: async ({ http, subject }) => ({ answers: await metadataAnswers(http, subject) }),
  judge: ({ answers }, subject) => {
    const found = answers.find(isDocument)
    if (!found) {
      const at = answers.map(({ request }) => request.url).join(' and ')
      return failed('not-published', {
        at,
        expected: '200 with a JSON document',
        actual: answers.map(({ response }) => response.status).join(', '),
      })
    }
    const at = found.request.url
    const metadata = jsonObjectIn(found) ?? {}
    const odd = Object.entries(metadata).filter(
      ([name, value]) => /(_endpoint|jwks_uri)$/.test(name) && !isHttps(value),
    )
    const missing = ['token_endpoint', 'response_types_supported'].filter(name => metadata[name] === undefined)
    const faults = [
      ...(asRoot(String(metadata['issuer'])) === asRoot(subject.url)
        ? []
        : [failed('other-issuer', { at, expected: subject.url, actual: String(metadata['issuer'] ?? 'no issuer') })]),
      ...(saysJson(found)
        ? []
        : [
            failed('wrong-type', {
              at,
              expected: 'application/json',
              actual: found.response.headers['content-type'] ?? 'no Content-Type',
            }),
          ]),
      ...missing.map(name => failed('member-missing', { at, expected: name, actual: `no ${name}` })),
      ...odd.map(([name, value]) =>
        failed('not-https', { at, name, expected: 'an absolute https address', actual: String(value) }),
      ),
    ]
    return faults.length > 0 ? faults : passed()
  },
  messages: {
    'not-published': 'No metadata at {at}: {actual}.',
    'other-issuer': 'The metadata at {at} name the issuer {actual}, not {expected}.',
    'wrong-type': 'The metadata at {at} are sent as {actual}.',
    'member-missing': 'The metadata at {at} have {actual}.',
    'not-https': '{name} at {at} is {actual}; expected {expected}.',
  },
  examples: [
    { name: 'published and true', from: SUPPLIER, outcome: 'passed', subject, seen: { answers: [published()] } },
    {
      name: 'by OpenID Connect alone',
      from: SUPPLIER,
      outcome: 'passed',
      subject,
      seen: { answers: [answer(404), published()] },
    },
    {
      name: 'none',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'failed',
      keys: ['not-published'],
      subject,
      seen: { answers: [answer(404), answer(404)] },
    },
    {
      name: 'of another issuer',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['other-issuer'],
      subject,
      seen: { answers: [published({ issuer: 'https://login.elsewhere.example' })] },
    },
    {
      name: 'as text, half of it, in plain http',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['wrong-type', 'member-missing', 'not-https'],
      subject,
      seen: {
        answers: [
          published(
            { response_types_supported: undefined, token_endpoint: 'http://product.example/t' },
            { 'content-type': 'text/plain' },
          ),
        ],
      },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      subject,
      seen: { answers: [gatewayPage()] },
    },
  ],
})
