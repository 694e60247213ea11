/** What introspection (RFC 7662) says of a token, asked by a client of the target. Asks; judges nothing. */
import type { AboutRequest, Exchange, Http, IssuerSubject, NotReached, OAuth } from '../../runner/check.ts'
import { issuerMetadataOf } from './issuer-metadata.ts'
import { isHttps, jsonObjectIn } from './json-answer.ts'
import { isNotReached } from './refusal.ts'

/** A way to ask about a token; undefined where the server has no introspection endpoint or the target file no client for it. */
export async function introspectedBy(
  http: Http,
  oauth: OAuth,
  subject: IssuerSubject,
): Promise<((token: AboutRequest['token']) => Promise<Exchange | NotReached>) | undefined> {
  const [client] = subject.identities
  if (!client) return undefined
  const metadata = await issuerMetadataOf(http, subject)
  const url = isNotReached(metadata) ? undefined : jsonObjectIn(metadata)?.['introspection_endpoint']
  return isHttps(url) ? token => oauth.about({ as: client.name, url, token }) : undefined
}
