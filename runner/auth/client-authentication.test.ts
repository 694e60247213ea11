/** SMART App Launch 2.2, Asymmetric client authentication: tokens really asked for with each algorithm that a server must take. */
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt } from 'jose/jwt/decode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import { keys } from '../../fixtures/supplier/oauth/keys.ts'
import { type HttpClient, httpClient } from '../instruments/http/client.ts'
import type { PrivateKeyJwtAuth } from '../target/model.ts'
import { Secret } from '../target/secret.ts'
import { proofOf, type Spoil } from './client-authentication.ts'

let supplier: Supplier
let client: HttpClient
beforeAll(async () => {
  supplier = await startSupplier({})
  client = httpClient({ userAgent: 'mustdo/test', ca: [supplier.caPem] })
})
afterAll(async () => {
  await client.close()
  await supplier.close()
})

const FIVE_MINUTES = 300

const spoils: readonly Spoil[] = [
  'secret',
  'assertion-key',
  'assertion-lifetime',
  'assertion-expired',
  'assertion-audience',
  'assertion-subject',
  'assertion-unsigned',
  'assertion-hmac',
]

test.each(['RS384', 'ES384'] as const)(
  'a client that signs with %s gets a token, and each assertion is its own',
  async alg => {
    const key = (await keys()).clients.find(one => one.alg === alg)
    const pem = String(key?.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const auth = {
      method: 'private-key-jwt',
      alg,
      kid: key?.kid ?? '',
      key: new Secret('key', 'file:key.pem', pem),
    } as PrivateKeyJwtAuth
    const learnt: string[] = []
    const prove = (spoil: Spoil) => proofOf(auth, 'backend', supplier.tokenUrl, spoil, value => learnt.push(value))
    const ask = async (fields: { readonly [name: string]: string }) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.rs', ...fields })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { response } = await client.ask({ method: 'POST', url: supplier.tokenUrl, headers, body: body.toString() })
      return { status: response?.status, ...(JSON.parse(String(response?.body)) as Record<string, unknown>) }
    }

    const first = await prove('nothing')
    expect(await ask(first.fields)).toMatchObject({ status: 200, token_type: 'Bearer' })
    for (const spoil of spoils)
      expect(await ask((await prove(spoil)).fields), spoil).toMatchObject({ status: 401, error: 'invalid_client' })

    const assertion = first.assertion ?? ''
    expect(learnt[0]).toBe(assertion)
    expect(decodeProtectedHeader(assertion)).toEqual({ alg, kid: key?.kid, typ: 'JWT' })
    const { iss, sub, aud, jti, iat = 0, exp = 0 } = decodeJwt(assertion)
    expect([iss, sub, aud]).toEqual(['backend', 'backend', supplier.tokenUrl])
    expect(exp - iat).toBeGreaterThan(0)
    expect(exp - iat).toBeLessThanOrEqual(FIVE_MINUTES)
    expect(jti).toMatch(/^[0-9a-f-]{36}$/)
    expect(decodeJwt((await prove('nothing')).assertion ?? '').jti).not.toBe(jti)
  },
)
