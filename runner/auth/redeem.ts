/** Token requests with a code (RFC 6749, 4.1.3; RFC 7636, 4.5) or a refresh token (RFC 6749, 6), which earlier answers gave. */
import { randomBytes } from 'node:crypto'
import { type Exchange, type NotReached, noData, type RedeemRequest } from '../check.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { type Live, liveOf, stageScope, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import { proofOf } from './client-authentication.ts'
import type { NoCredentials } from './credentials.ts'
import { holdToken, tokenBehind } from './held-tokens.ts'
import { codeBehind, signIn } from './sign-in.ts'
import { FORM, keptBack, oauthClient, readToken, strangeAddress, type TokenAnswer, tokenEndpoint } from './token.ts'

/** One token request; the tokens it gives are held for later requests. */
export async function redeem(world: World, asked: RedeemRequest, scope: Scope): Promise<Exchange | NotReached> {
  return (await redeemed(world, asked, scope)).exchange
}

/** The access token of a user, by a sign-in of its own. */
export async function userToken(world: World, as: string): Promise<TokenAnswer | NoCredentials> {
  const scope = stageScope(world, `sign-in:${as}`)
  const ended = await signIn(world, { as }, scope)
  if ('notReached' in ended) return { problem: `"${as}" could not sign in: ${ended.because}.` }
  if (!ended.code)
    return { problem: `The sign-in of "${as}" ended at ${ended.steps.at(-1)?.request.url} without a code.` }
  return (await redeemed(world, { as, code: ended.code }, scope)).answer
}

async function redeemed(
  world: World,
  asked: RedeemRequest,
  scope: Scope,
): Promise<{ exchange: Exchange | NotReached; answer: TokenAnswer | NoCredentials }> {
  const { as, code, refresh, verifier = 'own', client = 'own' } = asked
  const url = tokenEndpoint(world, as)
  if (!url) return nothing(`an identity with authorization-code and a token endpoint ("${as}" has none)`)
  const elsewhere = strangeAddress(world, as, url)
  if (elsewhere) return nothing(elsewhere)
  let answer: TokenAnswer | NoCredentials = { problem: 'The token request was replayed from a record.' }
  const key = { kind: 'redeem', as, code: code ?? null, refresh: refresh ?? null, verifier, client }
  const exchange = await world.recorder.observe<Exchange>(scope, key, async () => {
    const live = liveOf(world)
    const strange = keptBack(live, as, url)
    if (strange) return capture({ method: 'POST', url, headers: {} }, strange, as, live)
    const proof = await proven(live, as, url, client)
    const grant = refresh ? refreshGrant(live, refresh) : codeGrant(live, code ?? '«»', verifier)
    const body = new URLSearchParams({ ...grant, ...proof.fields }).toString()
    const headers = { accept: 'application/json', 'content-type': FORM, ...proof.headers }
    const request = { method: 'POST', url, headers, body, signal: live.signal, requireTrust: true }
    const raw = await live.politeness.run(new URL(url).origin, () => askPatiently(live.client, request), live.signal)
    answer = readToken(raw.response?.status, raw.response?.body, raw.error?.message)
    if (raw.response) keepTokens(live, raw.response.body)
    return capture(request, raw, as, live)
  })
  return { exchange, answer }
}

const nothing = (needed: string) => ({ exchange: noData(needed), answer: { problem: `Needed: ${needed}.` } })

async function proven(live: Live, as: string, url: string, client: NonNullable<RedeemRequest['client']>) {
  const auth = oauthClient(live, as)
  if (client === 'none') return { headers: {}, fields: { client_id: auth.clientId } }
  const learn = (value: string) => live.redactor.learn(value, `${as} assertion`)
  return proofOf(auth, auth.clientId, url, client === 'wrong-secret' ? 'secret' : 'nothing', learn)
}

function codeGrant(live: Live, placeholder: string, verifier: NonNullable<RedeemRequest['verifier']>) {
  const held = codeBehind(live, placeholder)
  if (!held) throw new Error(`No sign-in of this run gave the code ${placeholder}.`)
  const wrong = randomBytes(32).toString('base64url')
  live.redactor.learn(wrong, 'code verifier')
  const own = held.verifier && { code_verifier: held.verifier }
  return {
    grant_type: 'authorization_code',
    code: held.code,
    redirect_uri: held.redirectUri,
    ...(verifier === 'own' ? own : verifier === 'wrong' ? { code_verifier: wrong } : {}),
  }
}

function refreshGrant(live: Live, placeholder: string) {
  const token = tokenBehind(live, placeholder)
  if (!token) throw new Error(`No answer of this run gave the refresh token ${placeholder}.`)
  return { grant_type: 'refresh_token', refresh_token: token }
}

function keepTokens(live: Live, body: Buffer): void {
  try {
    const answer = JSON.parse(body.toString()) as { readonly [member: string]: unknown }
    for (const name of ['access_token', 'refresh_token']) {
      const value = answer[name]
      if (typeof value === 'string') holdToken(live, value, name)
    }
  } catch {
    // An answer that is no JSON gives no token.
  }
}
