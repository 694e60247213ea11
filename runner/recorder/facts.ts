/**
 * Secrets that an answer brings with it. Each is learnt by the redactor and leaves a typed fact behind: what a judge may need
 * to know of the raw value (length, equality class, entropy, a token's header and claims) and nothing that gives it away.
 */
import type { Fact } from '../../reports/record.ts'
import type { Redactor } from './redact.ts'

const secretKeys =
  /^(access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|session(?:_?id)?|csrf(?:_?token)?|api_?key)$/i
const secretPairs = new RegExp(`("(${secretKeys.source.slice(2, -2)})"\\s*:\\s*)"((?:[^"\\\\]|\\\\.)*)"`, 'gi')
const secretName = /csrf|xsrf|token|nonce|authenticity|verification/i
const secretInputs = /<input\b[^>]*>/gi
const jwtPattern = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g
/** Claims whose values say how a token is made and nothing about a person. */
const openClaims = new Set([
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'scope',
  'scp',
  'client_id',
  'azp',
  'typ',
  'token_use',
  'acr',
  'amr',
])

interface Raw {
  readonly rawHeaders: readonly (readonly [string, string])[]
  readonly contentType: string
  readonly text: string | undefined
}

/** Where the fact of the nth cookie that an answer sets says it stood. */
export const setCookieFact = (nth: number): string => `response.header.set-cookie[${nth}]`

/** Learns every secret in an answer; the facts name where each stood. */
export function learnFrom(answer: Raw, redactor: Redactor): Fact[] {
  const facts: Fact[] = []
  const learn = (value: string, name: string, where: string) => {
    if (value) facts.push(factOf(value, where, redactor.learn(value, name, placeOf(value))))
  }
  let cookie = 0
  for (const [name, value] of answer.rawHeaders) {
    const lower = name.toLowerCase()
    if (lower === 'set-cookie') {
      const [pair = ''] = value.split(';')
      const cut = pair.indexOf('=')
      learn(pair.slice(cut + 1).trim(), 'cookie', setCookieFact(cookie++))
    }
    if (lower === 'location')
      for (const [key, word] of secretParameters(value)) learn(word, key, `response.header.location.${key}`)
  }
  if (answer.text === undefined) return facts
  if (/json/i.test(answer.contentType)) walkJson(answer.text, learn)
  if (/html/i.test(answer.contentType))
    for (const [tag] of answer.text.matchAll(secretInputs)) {
      const name = /\bname\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? ''
      const value = /\bvalue\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)
      if (secretName.test(name)) learn(value?.[1] ?? value?.[2] ?? '', 'form token', `response.body.input[${name}]`)
    }
  for (const [token] of answer.text.matchAll(jwtPattern)) learn(token, 'token', 'response.body')
  return facts
}

/**
 * A value that chance made is looked for everywhere. One that a person might have written (`accepted`, `en-GB`, `string` in an
 * example) is hidden where it stands only: taken out everywhere, it would tear holes into innocent bodies.
 */
export const placeOf = (value: string): 'anywhere' | 'in place' =>
  value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value)
    ? 'anywhere'
    : value.length >= 20
      ? 'anywhere'
      : 'in place'

/** A body with the values of its secret fields hidden where they stand, however short or plain they are. */
export function hideValues(text: string, contentType: string, redactor: Redactor): string {
  if (/json/i.test(contentType))
    return text.replace(secretPairs, (whole, start: string, key: string, value: string) => {
      const plain = parsed(`"${value}"`)
      return typeof plain === 'string' && plain ? `${start}"${redactor.learn(plain, key, placeOf(plain))}"` : whole
    })
  if (/html/i.test(contentType))
    return text.replace(secretInputs, tag =>
      secretName.test(/\bname\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? '')
        ? tag.replace(/(\bvalue\s*=\s*)(?:"([^"]*)"|'([^']*)')/i, (whole, start: string, a = '', b = '') =>
            a || b ? `${start}"${redactor.learn(a || b, 'form token', placeOf(a || b))}"` : whole,
          )
        : tag,
    )
  return text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function secretParameters(location: string): [string, string][] {
  const query = location.split(/[?#]/).slice(1).join('&')
  return [...new URLSearchParams(query)].filter(([key]) =>
    /^(code|access_token|id_token|token|state|nonce|session|ticket)$/i.test(key),
  )
}

function walkJson(text: string, learn: (value: string, name: string, where: string) => void): void {
  // A stack of our own: an answer may be nested deeper than calls can be. Last in, first out keeps the order of the text.
  const ahead: [key: string, value: unknown, where: string][] = [['', parsed(text), 'response.body']]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const [key, value, where] = next
    if (typeof value === 'string' && secretKeys.test(key)) learn(value, key, where)
    if (value === null || typeof value !== 'object') continue
    const parts = Array.isArray(value)
      ? value.map((item, i) => ['', item, `${where}[${i}]`] as [string, unknown, string])
      : Object.entries(value).map(([name, item]) => [name, item, `${where}.${name}`] as [string, unknown, string])
    for (const part of parts.reverse()) ahead.push(part)
  }
}

/** What may be told of a secret value. */
export function factOf(value: string, where: string, placeholder: string): Fact {
  const jwt = readJwt(value)
  return {
    where,
    placeholder,
    length: value.length,
    same: placeholder,
    bitsOfEntropy: entropyOf(value),
    ...(jwt && { jwt }),
  }
}

/** Upper bound of the bits a value may hold, from its length and the alphabet it draws on. */
function entropyOf(value: string): number {
  const sizes: [RegExp, number][] = [
    [/^[0-9]*$/, 10],
    [/^[0-9a-f]*$/i, 16],
    [/^[A-Za-z0-9]*$/, 62],
  ]
  const size = sizes.find(([pattern]) => pattern.test(value))?.[1] ?? 64
  return Math.floor(value.length * Math.log2(size))
}

function readJwt(value: string): Fact['jwt'] | undefined {
  const [head = '', body = ''] = value.split('.')
  try {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { [name: string]: unknown }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { [name: string]: unknown }
    return {
      header,
      claims: Object.fromEntries(
        Object.entries(claims).map(([name, claim]) => [name, openClaims.has(name) ? claim : 'withheld']),
      ),
    }
  } catch {
    return undefined
  }
}
