import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { identityFrom } from './ci-identity.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-identity-'))
afterAll(() => rmSync(folder, { recursive: true }))
const audience = `sha256:${'ab'.repeat(32)}`
const script = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const prints = (aud: string) =>
  `const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')
console.log([part({ alg: 'RS256' }), part({ aud: ${aud} }), 'c2ln'].join('.'))`

test('a program is called with the audience and its token taken as it is', async () => {
  const token = await identityFrom(script('good.cjs', prints('process.argv[2]')))(audience)
  expect(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())).toEqual({ aud: audience })
})

test.each<[string, string, RegExp]>([
  [
    'a token for somebody else',
    prints('"sts.example"'),
    /printed a token for "sts\.example"\. Expected a token for sha256:/,
  ],
  ['a token for two', prints('[process.argv[2], "b"]'), /printed a token for \[/],
  ['no token', 'console.log("please sign in")', /something that is no token \(JWT\)\. Expected .*\. Run it by hand/],
  ['nothing, and fails', 'process.exit(1)', /ended with exit code 1\. Expected exit code 0/],
])('a program that prints %s is named in the message', async (name, text, says) => {
  const program = script(`${name.replaceAll(/[ ,]/g, '-')}.cjs`, text)
  await expect(identityFrom(program)(audience)).rejects.toThrow(says)
})
