import type { Effect, Handshake, Tls, TlsSurvey } from '../check.ts'
import { inTurn } from '../instruments/politeness.ts'
import { digestOf, type Scope } from '../recorder/recorder.ts'
import { outOfPatience } from './patience.ts'
import { liveOf, type World } from './world.ts'

export function tlsDoor(world: World, scope: Scope, effect: Effect): Tls {
  return {
    handshake(url, { versions, alpn = [], ciphers }) {
      const { hostname, port } = new URL(url)
      const host = hostname.replace(/^\[|\]$/g, '')
      const asked = { kind: 'tls', host, port: Number(port || 443), versions, alpn, ciphers: ciphers ?? null }
      return world.recorder.observe<Handshake>(
        scope,
        asked,
        async () => {
          // Loaded at the first handshake: its certificate reader is heavy, and the first request needs none.
          const { handshake } = await import('../instruments/tls/handshake.ts')
          const live = liveOf(world)
          const options = {
            host,
            port: asked.port,
            servername: host,
            versions,
            alpn,
            ...(ciphers !== undefined && { ciphers }),
            ...(live.target.ca && { ca: [live.target.ca.pem] }),
            ...(live.timeoutMs && { timeoutMs: live.timeoutMs }),
          }
          const { origin } = new URL(url)
          const lost = outOfPatience(live, origin)
          if (lost) return handshake({ ...options, signal: AbortSignal.abort(lost) })
          return inTurn(live.politeness, origin, live.signal, signal => handshake({ ...options, signal }))
        },
        world.live && digestOf(asked),
      )
    },
    survey(url) {
      const { hostname, port, origin } = new URL(url)
      const host = hostname.replace(/^\[|\]$/g, '')
      const asked = { kind: 'tls-survey', host, port: Number(port || 443), intrusive: effect === 'intrusive' }
      return world.recorder.observe<TlsSurvey>(
        scope,
        asked,
        async () => {
          const { survey } = await import('../instruments/tls/prober/survey.ts')
          const live = liveOf(world)
          const lost = outOfPatience(live, origin)
          return survey({
            host,
            port: asked.port,
            servername: host,
            intrusive: asked.intrusive,
            ...(live.target.proxy && { proxy: live.target.proxy.url }),
            ...(live.target.ca && { ca: [live.target.ca.pem] }),
            ...(live.timeoutMs && { timeoutMs: live.timeoutMs }),
            // Every connection has its own turn, as a request has.
            turn: connection =>
              lost
                ? connection(AbortSignal.abort(lost))
                : inTurn(live.politeness, origin, live.signal, signal => connection(signal)),
          })
        },
        world.live && digestOf(asked),
      )
    },
  }
}
