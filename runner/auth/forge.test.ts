import { decodeProtectedHeader, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { openCanary } from '../instruments/canary.ts'
import type { World } from '../probe/world.ts'
import { type Forgery, forgedToken } from './forge.ts'

const { privateKey, publicKey } = await generateKeyPair('ES256')
const good = await new SignJWT({ scope: 'system/*.rs' })
  .setProtectedHeader({ alg: 'ES256', kid: 'server', typ: 'at+jwt' })
  .setExpirationTime('5 min')
  .sign(privateKey)
/** None of these forgeries asks the network. */
const nowhere = {} as World
const forged = async (how: Forgery, token = good) => {
  const made = await forgedToken(nowhere, token, how)
  return typeof made === 'string' ? made : made.problem
}

test('a forged token differs in one character of its signature, and no longer verifies', async () => {
  const made = await forged('forged')
  expect([...made].filter((letter, place) => letter !== good[place])).toHaveLength(1)
  expect(made.split('.').slice(0, 2)).toEqual(good.split('.').slice(0, 2))
  await expect(jwtVerify(made, publicKey)).rejects.toThrow()
})

test('an unsigned token keeps its claims and has no signature', async () => {
  const made = await forged('alg-none')
  expect(decodeProtectedHeader(made).alg).toBe('none')
  expect(made.split('.')[1]).toBe(good.split('.')[1])
  expect(made.endsWith('.')).toBe(true)
})

test('a token that carries its own key verifies with that key alone', async () => {
  const made = await forged('key-in-token')
  const header = decodeProtectedHeader(made)
  expect(header).toMatchObject({ kid: 'server', typ: 'at+jwt' })
  const carried = await importJWK(header.jwk as JWK, 'ES256')
  expect((await jwtVerify(made, carried)).payload.scope).toBe('system/*.rs')
  await expect(jwtVerify(made, publicKey)).rejects.toThrow()
})

test('an opaque token has no key or algorithm to forge', async () => {
  expect(await forged('key-in-token', '4f1c6a520c554dd5')).toContain('no JWT')
  expect(await forged('key-confusion', '4f1c6a520c554dd5')).toContain('no JWT')
})

test('a token that names the address of its key verifies with what lies there, under the algorithm that is expected', async () => {
  const canary = await openCanary({ listen: '127.0.0.1:0' })
  try {
    const world = { live: { canary: async () => canary } } as unknown as World
    for (const how of ['jku', 'x5u'] as const) {
      const made = String(await forgedToken(world, good, how, '0123456789abcdef'))
      const header = decodeProtectedHeader(made)
      expect(header).toMatchObject({ alg: 'ES256', kid: 'server', typ: 'at+jwt' })
      const { keys } = (await (await fetch(String(header[how]))).json()) as { keys: JWK[] }
      const { payload } = await jwtVerify(made, await importJWK(keys[0] as JWK, 'ES256'))
      expect(payload['scope']).toBe('system/*.rs')
      await expect(jwtVerify(made, publicKey)).rejects.toThrow()
    }
    expect(await forgedToken({ live: {} } as World, good, 'jku', '0123456789abcdef')).toHaveProperty('problem')
  } finally {
    await canary.close()
  }
})
