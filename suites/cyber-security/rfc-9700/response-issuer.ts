import { check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { authorizationAnswer } from '../../shared/authorization-answer.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { errorPage, ISSUER, json, SUPPLIER, sentBack } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { spoiltSignIns, userOf } from '../../shared/sign-in.ts'

const FLAG = 'authorization_response_iss_parameter_supported'
const published = (flag?: boolean) =>
  answer(200, json, { issuer: ISSUER, [FLAG]: flag }, { url: `${ISSUER}/.well-known/oauth-authorization-server` })
const good = () => sentBack({ code: '«code 1»', iss: ISSUER })
const refused = () => sentBack({ error: 'unsupported_response_type', iss: ISSUER })

/**
 * What is sent back to the client says who answers, an error as well as a code, and the metadata say so too (RFC 9207, 2.3 and 3;
 * RFC 9700, 2.1). A refusal that is not sent back needs no issuer.
 */
export default check({
  id: 'oauth/response-issuer',
  version: 2,
  title: 'Authorization responses name their issuer',
  verifies: { 'SEC-OAU-010': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'authenticated-read',
  fix: `Add iss, exactly the issuer of the metadata, to every authorization response, errors too, and set ${FLAG} to true.`,
  probe: async ({ http, oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const metadata = await issuerMetadataOf(http, subject)
    if (isNotReached(metadata)) return metadata
    const tried = await spoiltSignIns(oauth, as, ['nothing', 'implicit'])
    return isNotReached(tried) ? tried : { metadata, responses: tried.map(({ end }) => end) }
  },
  judge: ({ metadata, responses }) => {
    const document = jsonObjectIn(metadata) ?? {}
    const issuer = String(document['issuer'])
    const wrong = responses.flatMap(response => {
      const { members } = authorizationAnswer(response) ?? {}
      // A token in the response would be another fault, and is another check's.
      if (!members || !(members.has('code') || members.has('error')) || members.get('iss') === issuer) return []
      const at = response.request.url.replace(/\?.*$/, '')
      const what = members.has('error') ? 'an error' : 'a code'
      return [failed('other-issuer', { at, what, expected: `iss=${issuer}`, actual: members.get('iss') ?? 'no iss' })]
    })
    if (wrong.length > 0) return wrong
    return document[FLAG] === true
      ? passed()
      : failed('no-flag', { at: metadata.request.url, expected: `${FLAG}: true`, actual: String(document[FLAG]) })
  },
  messages: {
    'other-issuer': '{at} sent {what} back with {actual}; expected {expected}.',
    'no-flag': 'The metadata at {at} do not tell clients that responses name their issuer.',
  },
  examples: [
    {
      name: 'both named',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { metadata: published(true), responses: [good(), refused()] },
    },
    {
      name: 'the error is a page',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { metadata: published(true), responses: [good(), errorPage()] },
    },
    {
      name: 'neither named',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['other-issuer', 'other-issuer'],
      seen: {
        metadata: published(),
        responses: [sentBack({ code: '«code 1»' }), sentBack({ error: 'invalid_request' })],
      },
    },
    {
      name: 'named, and not announced',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-flag'],
      seen: { metadata: published(), responses: [good(), refused()] },
    },
    {
      name: 'nobody signs in',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('no authorization endpoint'),
    },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'the sign-in fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('ended without a code') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { metadata: published(true), responses: [gatewayPage()] },
    },
  ],
})
