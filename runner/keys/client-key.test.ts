import { createPrivateKey } from 'node:crypto'
import { createLocalJWKSet, type JWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { clientAlgorithms, generateClientKey } from './client-key.ts'

test.each(clientAlgorithms)(
  'an assertion signed with a new %s key verifies with the set that is registered',
  async alg => {
    const { privatePem, kid, jwks } = await generateClientKey(alg)
    const signed = await new SignJWT({}).setProtectedHeader({ alg, kid }).sign(createPrivateKey(privatePem))
    const set = createLocalJWKSet({ keys: jwks.keys as JWK[] })
    expect((await jwtVerify(signed, set)).protectedHeader).toMatchObject({ alg, kid })
    expect(jwks.keys.flatMap(key => Object.keys(key)).filter(name => /^(d|p|q|dp|dq|qi)$/.test(name))).toEqual([])
  },
)
