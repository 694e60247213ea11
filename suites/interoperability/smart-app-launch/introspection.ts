import { check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { isHttps, jsonObjectIn } from '../../shared/json-answer.ts'
import { ISSUER, noStore, SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { clientOf } from '../../shared/token-asking.ts'

const needed = ['scope', 'client_id', 'exp']
const told = (members: object) => answer(200, noStore, members, { method: 'POST', url: `${ISSUER}/oauth/introspect` })
const good = { active: true, scope: 'system/*.rs', client_id: 'system', exp: 1790000000 }

/** Introspection of a good token says that it is active, its scope, client and expiry (SMART App Launch 2.2, token introspection). */
export default check({
  id: 'smart/introspection',
  version: 2,
  title: 'Introspection tells activity, scope, client and expiry',
  verifies: { 'SMART-INT-001': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Answer introspection of a valid token with active, scope, client_id and exp.',
  probe: async ({ http, oauth, subject }) => {
    const client = clientOf(subject)
    if (typeof client !== 'string') return client
    const metadata = await issuerMetadataOf(http, subject)
    if (isNotReached(metadata)) return metadata
    const url = jsonObjectIn(metadata)?.['introspection_endpoint']
    if (!isHttps(url)) return notApplicable('The metadata of the authorization server name no introspection endpoint.')
    const seen = await oauth.about({ as: client, url, token: 'own' })
    const status = isNotReached(seen) ? undefined : seen.response?.status
    return status === 401 || status === 403 ? noData(`an identity whose client may ask ${url}`) : { seen }
  },
  judge: ({ seen }) => {
    const at = seen.request.url
    const body = jsonObjectIn(seen)
    if (seen.response.status !== 200 || typeof body?.['active'] !== 'boolean')
      return failed('no-state', { at, expected: '200 with active', actual: `${seen.response.status} without active` })
    if (body['active'] === false) return failed('inactive', { at, expected: 'active: true', actual: 'active: false' })
    const missing = needed.filter(name => body[name] === undefined)
    return missing.length === 0
      ? passed()
      : failed('members-missing', { at, expected: needed.join(', '), actual: `no ${missing.join(', no ')}` })
  },
  messages: {
    'no-state': '{at} answered a good token by {actual}.',
    inactive: '{at} calls a token inactive that it has just issued.',
    'members-missing': '{at} tells of a good token {actual}.',
  },
  examples: [
    { name: 'all of it', from: SUPPLIER, outcome: 'passed', seen: { seen: told(good) } },
    {
      name: 'no scope',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['members-missing'],
      seen: { seen: told({ ...good, scope: undefined }) },
    },
    {
      name: 'inactive',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['inactive'],
      seen: { seen: told({ active: false }) },
    },
    { name: 'nothing', from: SUPPLIER, outcome: 'failed', keys: ['no-state'], seen: { seen: answer(404) } },
    { name: 'no endpoint', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no introspection endpoint') },
    { name: 'may not ask', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'no metadata', from: SUPPLIER, outcome: 'cantTell', seen: { seen: noGround('no metadata') } },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})
