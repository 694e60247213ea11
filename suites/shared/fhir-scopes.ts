/** SMART scopes as what they allow (SMART App Launch 2.2, Scopes; the `.read` and `.write` of version 1 too). */
import type { Exchange, Landscape, OAuth } from '../../runner/check.ts'
import { jsonObjectIn } from './json-answer.ts'
import { isNotReached } from './refusal.ts'

export type Letter = 'c' | 'r' | 'u' | 'd' | 's'
const shape = /^(?:system|patient|user)\/(\*|[A-Za-z]+)\.(\*|read|write|c?r?u?d?s?)(?:\?.*)?$/
const lettersOf: { readonly [word: string]: string } = { '*': 'cruds', read: 'rs', write: 'cud' }

export function allows(scope: string, type: string, letter: Letter): boolean {
  return scope.split(/\s+/).some(one => {
    const [, subject = '', verbs = ''] = shape.exec(one) ?? []
    return (subject === '*' || subject === type) && (lettersOf[verbs] ?? verbs).includes(letter)
  })
}

/** The scope of a token answer: what it says, else what the token itself claims. */
export function grantedIn(answer: Exchange): string | undefined {
  const said = jsonObjectIn(answer)?.['scope'] ?? answer.facts.find(({ jwt }) => jwt)?.jwt?.claims['scope']
  return typeof said === 'string' ? said : undefined
}

const MOST_IDENTITIES = 6

/** What the clients of the target are granted, as far as it is FHIR; those bound to one patient are left out. */
export async function grants(oauth: OAuth, { facts }: Landscape): Promise<readonly { name: string; scope: string }[]> {
  const clients = facts.identities.filter(
    ({ method, patient }) => !patient && /^(client-secret|private-key-jwt)$/.test(method),
  )
  const found: { name: string; scope: string }[] = []
  for (const { name } of clients.slice(0, MOST_IDENTITIES)) {
    const answer = await oauth.token({ as: name })
    const scope = isNotReached(answer) ? undefined : grantedIn(answer)
    if (scope?.split(/\s+/).some(one => shape.test(one))) found.push({ name, scope })
  }
  return found
}
