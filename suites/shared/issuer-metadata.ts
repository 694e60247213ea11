/** The published metadata of an authorization server, asked for where RFC 8414 and OpenID Connect put them. */
import { type Exchange, type Http, type IssuerSubject, type NotReached, noGround } from '../../runner/check.ts'
import { jsonObjectIn } from './json-answer.ts'

/** RFC 8414, 3 puts the well-known part before the issuer's path, OpenID Connect Discovery after it. */
export function metadataAddresses({ url }: IssuerSubject): readonly string[] {
  const { origin, pathname } = new URL(url)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
}

const accept = { headers: { accept: 'application/json' } }

/** Answers in the order of the addresses, up to and with the first document. */
export async function metadataAnswers(http: Http, issuer: IssuerSubject): Promise<readonly Exchange[]> {
  const answers: Exchange[] = []
  for (const address of metadataAddresses(issuer)) {
    const answer = await http.get(address, accept)
    answers.push(answer)
    if (isDocument(answer)) break
  }
  return answers
}

export const isDocument = (answer: Exchange): boolean =>
  answer.response?.status === 200 && jsonObjectIn(answer) !== undefined

/** The first document, else the SMART configuration that names the server, or why there is neither. */
export async function issuerMetadataOf(http: Http, issuer: IssuerSubject): Promise<Exchange | NotReached> {
  const found = (await metadataAnswers(http, issuer)).find(isDocument)
  if (found) return found
  const smart = issuer.smartConfiguration ? await http.get(issuer.smartConfiguration, accept) : undefined
  if (smart && isDocument(smart)) return smart
  return noGround(`no metadata of the authorization server were found at ${metadataAddresses(issuer).join(' or ')}`, {
    who: 'supplier',
    act: 'publish the metadata of the authorization server and run again',
  })
}
