import { expect, test } from 'vitest'
import type { Handshake } from '../../record.ts'
import { exchange } from '../../testing/parts.ts'
import { commandOf } from './curl.ts'

test('a request becomes a curl command that a shell reads back word for word', () => {
  const asked = exchange('o1', "https://a.example/Patient?name=O'Neil&_id=1", 200, '', {
    request: {
      method: 'PUT',
      headers: { 'if-match': 'W/"1"', host: 'a.example' },
      body: { digest: '', bytes: 2, encoding: 'utf8' },
    },
  })
  expect(commandOf(asked, `{"a":"$HOME'"}`)).toBe(
    [
      `curl -sS -i 'https://a.example/Patient?name=O'\\''Neil&_id=1'`,
      '-X PUT',
      `-H 'if-match: W/"1"'`,
      `--data-binary '{"a":"$HOME'\\''"}'`,
    ].join(' \\\n  '),
  )
})

test('credentials are variables of the reader, named after the identity, never what stood in the record', () => {
  const asked = exchange('o1', 'https://a.example/', 200, '', {
    request: { as: 'patient-a', headers: { authorization: 'Bearer [token]', cookie: 'sid=[cookie]' } },
  })
  const command = commandOf(asked, '')
  expect(command).toContain('-H "Authorization: Bearer $TOKEN_PATIENT_A"')
  expect(command).toContain('-H "Cookie: $COOKIE_PATIENT_A"')
  expect(command).not.toMatch(/\[token\]|\[cookie\]/)
})

test('a handshake of one version becomes an openssl command, and a page has no command at all', () => {
  const handshake: Handshake = {
    kind: 'handshake',
    id: 'o1',
    key: '',
    at: '2026-11-22T14:02:07.104Z',
    ms: 1,
    host: 'a.example',
    port: 443,
    servername: 'a.example',
    offered: { versions: ['TLSv1.1'], alpn: ['h2'] },
  }
  expect(commandOf(handshake, '')).toBe(
    'openssl s_client -connect a.example:443 -servername a.example -tls1_1 -alpn h2 </dev/null',
  )
  expect(commandOf({ kind: 'step', id: 'o2', key: '', at: '', ms: 0, name: 'n', value: 1 }, '')).toBe('')
})

test('what was redacted elsewhere is a variable too, in a header and in a body', () => {
  const asked = exchange('o1', 'https://a.example/token', 200, '', {
    request: {
      method: 'POST',
      headers: { 'x-api-key': '\u00abacme.key 1\u00bb' },
      body: { digest: '', bytes: 9, encoding: 'utf8' },
    },
  })
  const command = commandOf(asked, 'a="$b"&client_secret=\u00abbackend.clientSecret 2\u00bb')
  expect(command).toContain(`-H "x-api-key: ${'$'}{SECRET_ACME_KEY_1}"`)
  expect(command).toContain(String.raw`--data-binary "a=\"\$b\"&client_secret=${'$'}{SECRET_BACKEND_CLIENTSECRET_2}"`)
})
