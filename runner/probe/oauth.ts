import { requestAbout } from '../auth/about-token.ts'
import { redeem } from '../auth/redeem.ts'
import { signIn } from '../auth/sign-in.ts'
import { requestToken } from '../auth/token.ts'
import type { Effect, OAuth } from '../check.ts'
import type { Scope } from '../recorder/recorder.ts'
import { needIntrusive, type World } from './world.ts'

export function oauthDoor(world: World, scope: Scope, effect: Effect): OAuth {
  return {
    async token({ as, spoil = 'nothing' }) {
      const harmless = spoil === 'nothing' || spoil === 'scope' || spoil === 'grant-type'
      if (!harmless) needIntrusive(effect)
      return (await requestToken(world, as, scope, spoil)).exchange
    },
    async about(request) {
      if ((request.client ?? 'own') !== 'own') needIntrusive(effect)
      return requestAbout(world, request, scope)
    },
    async signIn(request) {
      if (!/^(nothing|implicit)$/.test(request.spoil ?? 'nothing')) needIntrusive(effect)
      return signIn(world, request, scope)
    },
    async redeem(request) {
      if ((request.verifier ?? 'own') !== 'own' || (request.client ?? 'own') !== 'own') needIntrusive(effect)
      return redeem(world, request, scope)
    },
  }
}
