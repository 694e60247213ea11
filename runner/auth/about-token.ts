/** What an authorization server says about a token, or does with it: introspection (RFC 7662) and revocation (RFC 7009). */
import { randomUUID } from 'node:crypto'
import { type AboutRequest, type Exchange, type NotReached, noData } from '../check.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { inTurn } from '../instruments/politeness.ts'
import { liveOf, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import { proofOf } from './client-authentication.ts'
import { tokenOf } from './credentials.ts'
import { tokenBehind } from './held-tokens.ts'
import { FORM, keptBack, oauthClient, tokenEndpoint } from './token.ts'

/** Sends the form with the token once, as the client of an identity, with a wrong secret, or as nobody. */
export async function requestAbout(world: World, asked: AboutRequest, scope: Scope): Promise<Exchange | NotReached> {
  const { as, url, token, client = 'own' } = asked
  const tokenUrl = tokenEndpoint(world, as)
  if (!tokenUrl) return noData(`an identity with an OAuth2 client and a token endpoint ("${as}" has none)`)
  if (!world.landscape.facts.origins.includes(new URL(url).origin))
    return noData(`the origin of ${url} as an endpoint of the target file`)
  return world.recorder.observe<Exchange>(scope, { kind: 'about', as, url, token, client }, async () => {
    const live = liveOf(world)
    const strange = keptBack(live, as, url)
    if (strange) return capture({ method: 'POST', url, headers: {} }, strange, as, live)
    const auth = oauthClient(live, as)
    const identity = live.target.identities.find(({ name }) => name === as)
    const learn = (value: string) => live.redactor.learn(value, `${as} assertion`)
    const spoil = client === 'wrong-secret' ? 'secret' : 'nothing'
    const proof =
      client === 'none' ? { headers: {}, fields: {} } : await proofOf(auth, auth.clientId, tokenUrl, spoil, learn)
    const held =
      token === 'own' && identity
        ? await tokenOf(world, identity)
        : (tokenBehind(live, token) ?? `mustdo-unknown-${randomUUID()}`)
    const body = new URLSearchParams({ token: typeof held === 'string' ? held : '', ...proof.fields }).toString()
    const headers = { accept: 'application/json', 'content-type': FORM, ...proof.headers }
    const request = { method: 'POST', url, headers, body, requireTrust: true }
    const raw = await inTurn(live.politeness, new URL(url).origin, live.signal, signal =>
      askPatiently(live.client, { ...request, signal }),
    )
    return capture(request, raw, as, live)
  })
}
