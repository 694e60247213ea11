import type { Exchange } from '../../reports/record.ts'
import type { NotReached } from './not-reached.ts'

/** A session at a website that a person signed in to by its form. */
export interface WebSession {
  /** From the sign-in page to the end of the sign-in. */
  readonly steps: readonly Exchange[]
  /** A page with the session's cookies as they are now, as they were when the sign-in ended (`signedIn`), or before it (`before`). */
  get(url: string, cookies?: 'now' | 'signedIn' | 'before'): Promise<Exchange>
  /**
   * Signs out by the form or link of the page got last: as a person does, as a form on another site would (`foreign`), or by an
   * address where there is a form (`by-get`). Nothing is sent, and the error is `no-form`, where the page offers neither.
   */
  signOut(how?: 'own' | 'foreign' | 'by-get'): Promise<Exchange>
}

export interface Web {
  /** Signs an identity with auth `form` in, in a session of its own. */
  signIn(as: string): Promise<WebSession | NotReached>
}
