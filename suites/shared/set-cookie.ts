import type { Answered } from '../../runner/check.ts'

/** A cookie as a server sets it; the value is a placeholder in every stored answer and is not looked at. */
export interface SetCookie {
  readonly name: string
  readonly secure: boolean
  readonly httpOnly: boolean
  /** In lower case; undefined when the attribute is missing. */
  readonly sameSite?: string
  readonly domain?: string
  readonly path?: string
}

/** The cookies that an answer sets (RFC 6265, 5.2), without those it takes away: an age of nought is no cookie. */
export const cookiesSetBy = ({ response }: Answered): SetCookie[] =>
  response.rawHeaders.filter(([name]) => name.toLowerCase() === 'set-cookie').flatMap(([, value]) => parseCookie(value))

function parseCookie(value: string): SetCookie[] {
  const [pair = '', ...rest] = value.split(';')
  const name = pair.split('=')[0]?.trim() ?? ''
  const attributes = new Map(
    rest.map(part => {
      const [key = '', ...words] = part.split('=')
      return [key.trim().toLowerCase(), words.join('=').trim()] as const
    }),
  )
  const expires = Date.parse(attributes.get('expires') ?? '')
  const age = attributes.get('max-age')
  const gone = age !== undefined ? Number(age) <= 0 : expires <= Date.UTC(2000, 0, 1)
  if (name === '' || gone) return []
  const [sameSite, domain, path] = ['samesite', 'domain', 'path'].map(key => attributes.get(key))
  return [
    {
      name,
      secure: attributes.has('secure'),
      httpOnly: attributes.has('httponly'),
      ...(sameSite !== undefined && { sameSite: sameSite.toLowerCase() }),
      ...(domain && { domain }),
      ...(path && { path }),
    },
  ]
}

/** Whether a name is one that sessions go by. Tokens against forgery are read by scripts on purpose and are none. */
export function isSessionName(name: string): boolean {
  const bare = name.replace(/^__(Host|Secure)-/i, '')
  if (/csrf|xsrf|forgery|nonce|consent|seen|lang|locale|theme/i.test(bare)) return false
  return /sess|(^|[._-])sid($|[._-])|^sid|auth|jwt|(access|id|refresh)[._-]?token|^token$|login|remember|identity/i.test(
    bare,
  )
}
