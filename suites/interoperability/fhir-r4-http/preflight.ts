import { check, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ISSUER, SUPPLIER } from '../../shared/oauth-examples.ts'

const ORIGIN = 'https://app.partner.example'
const words = (list = ''): string[] => list.split(',').map(word => word.trim().toLowerCase())

/**
 * The browser app that the target file signs a user in with may ask the API with its token: the preflight for GET with Authorization
 * succeeds (FHIR R4, Security, Communications; Fetch, CORS-preflight fetch). `*` among the headers does not stand for Authorization.
 * A server that declares no CORS serves no browser apps.
 */
export default check({
  id: 'fhir-http/preflight',
  version: 1,
  title: 'The preflight of a registered browser app succeeds',
  verifies: { 'SEC-CORS-004': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'read',
  fix: 'Answer OPTIONS without a token for registered origins: 204 with Access-Control-Allow-Origin, and Authorization in Access-Control-Allow-Headers.',
  probe: async ({ http, subject, landscape }) => {
    if (!subject.security.cors)
      return notApplicable('The CapabilityStatement declares no CORS, so the API serves no browser apps.')
    const origin = landscape.facts.identities.find(({ appOrigin }) => appOrigin)?.appOrigin
    if (!origin)
      return noData('an identity with authorization-code whose redirectUri is that of a registered browser app')
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    }
    return { preflight: await http.send('OPTIONS', `${subject.url.replace(/\/$/, '')}/Patient`, { headers }) }
  },
  judge: ({ preflight: { request, response } }) => {
    const { status, headers } = response
    const origin = request.headers['origin'] ?? ''
    const about = { at: request.url, origin }
    if (status < 200 || status > 299) return failed('refused', { ...about, expected: '204', actual: String(status) })
    const allowed = headers['access-control-allow-origin']?.trim() ?? 'none'
    if (allowed !== origin && allowed !== '*')
      return failed('not-let-in', { ...about, expected: origin, actual: allowed })
    const named = headers['access-control-allow-headers'] ?? 'none'
    return words(named).includes('authorization')
      ? passed(about)
      : failed('no-token', { ...about, expected: 'Authorization', actual: named })
  },
  messages: {
    refused: 'The preflight of the registered app {origin} at {at} was answered with {actual}.',
    'not-let-in': 'The registered app {origin} is not let in at {at} (Access-Control-Allow-Origin: {actual}).',
    'no-token': 'The registered app {origin} may not send its token to {at} (Access-Control-Allow-Headers: {actual}).',
  },
  examples: [
    asked(
      'let in',
      204,
      { 'access-control-allow-origin': ORIGIN, 'access-control-allow-headers': 'Accept, authorization' },
      'passed',
    ),
    asked(
      'let in with all',
      200,
      { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'Authorization' },
      'passed',
    ),
    asked('refused', 405, {}, 'failed', 'refused'),
    asked('another app only', 204, { 'access-control-allow-origin': 'https://a.example' }, 'failed', 'not-let-in'),
    asked(
      'a star for the headers',
      204,
      { 'access-control-allow-origin': ORIGIN, 'access-control-allow-headers': '*' },
      'failed',
      'no-token',
    ),
    { name: 'backends only', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no CORS') },
    { name: 'no app', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { preflight: gatewayPage() } },
  ],
})

function asked(
  name: string,
  status: number,
  headers: { readonly [name: string]: string },
  outcome: 'passed' | 'failed',
  ...keys: readonly string[]
) {
  const seen = {
    preflight: answer(status, headers, '', {
      method: 'OPTIONS',
      url: `${ISSUER}/fhir/Patient`,
      headers: { origin: ORIGIN },
    }),
  }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
