import type { Exchange, Http, NotReached, Web, WebSession } from '../../runner/check.ts'
import { noGround } from '../../runner/check.ts'
import { isNotReached } from './refusal.ts'
import type { WebUser } from './web-user.ts'

/** A session in which the user's own page opens, though it does not for nobody. Asks; judges nothing. */
export async function signedIn(
  { http, web }: { readonly http: Http; readonly web: Web },
  { name, ownPage }: WebUser,
): Promise<{ readonly session: WebSession; readonly own: Exchange } | NotReached> {
  const nobody = await http.get(ownPage, { headers: { accept: 'text/html' } })
  if (nobody.response?.status === 200)
    return noGround(`${ownPage} opens for nobody too, so that it does not show who is signed in`, {
      who: 'supplier',
      act: `name under ownPage of ${name} a page that only a user who signed in can open, and run again`,
    })
  const session = await web.signIn(name)
  if (isNotReached(session)) return session
  const own = await session.get(ownPage)
  if (own.response?.status === 200) return { session, own }
  return noGround(`${name} signed in, and ${ownPage} answered ${own.response?.status ?? own.error?.code}`, {
    who: 'supplier',
    act: `correct signInUrl, ownPage, username, password or fields of ${name} in the target file, and run again`,
  })
}
