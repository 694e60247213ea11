import { type Landscape, type NotReached, noData, type OriginSubject } from '../../runner/check.ts'

export interface WebUser {
  readonly name: string
  readonly ownPage: string
}

/** Who of the target file signs in at the website of this origin, and the page that shows it. */
export function webUserOf({ facts }: Landscape, { url }: OriginSubject): WebUser | NotReached {
  const { origin } = new URL(url)
  for (const { name, ownPage } of facts.identities)
    if (ownPage && new URL(ownPage).origin === origin) return { name, ownPage }
  return noData(
    'an identity with auth form: a test user who signs in at the website, and a page that only its users see',
  )
}

/** Origins with pages that people use. */
export const websites = ({ origins }: Landscape): readonly OriginSubject[] =>
  origins.filter(({ roles }) => roles.includes('web'))
