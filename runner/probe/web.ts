import type { EarlierCookies } from '../auth/cookies-compared.ts'
import { webSignIn } from '../auth/web-session.ts'
import type { Effect, Web, WebSession } from '../check.ts'
import type { Scope } from '../recorder/recorder.ts'
import { needIntrusive, type World } from './world.ts'

/** Signing in and out as a person does is what an identity is for; doing it as another site would is not. */
export function webDoor(world: World, scope: Scope, effect: Effect): Web {
  let nth = 0
  const earlier: EarlierCookies = new Map()
  return {
    async signIn(as) {
      const session = await webSignIn(world, as, scope, nth++, earlier)
      if ('notReached' in session) return session
      const signOut: WebSession['signOut'] = async (how = 'own') => {
        if (how !== 'own') needIntrusive(effect)
        return session.signOut(how)
      }
      return { ...session, signOut }
    },
  }
}
