import { type Effect, type Handshake, noGround, type Tls, type TlsSurvey } from '../check.ts'
import { inTurn } from '../instruments/politeness.ts'
import { digestOf, type Scope } from '../recorder/recorder.ts'
import { consented } from './http.ts'
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
    survey: url => ask(world, scope, url, 'survey'),
    holes: async url => {
      const { origin } = new URL(url)
      const agreed = effect === 'intrusive' && (!world.live || consented(world.live, effect, origin))
      return agreed
        ? ask(world, scope, url, 'holes')
        : noGround(`no consent to intrusive tests at ${origin}`, consentOwed)
    },
  }
}

const consentOwed = { who: 'supplier', act: 'give consent.intrusive in the target file and run again' } as const

/** A look takes several rounds, each of which waits for the one before: it goes ahead of what has hardly begun. No lane is kept for it. */
const AHEAD = 3

/** One look of the prober, every connection of which has its own turn, as a request has. */
function ask(world: World, scope: Scope, url: string, look: 'survey' | 'holes'): Promise<TlsSurvey> {
  const { hostname, port, origin } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const asked = { kind: 'tls-survey', host, port: Number(port || 443), intrusive: look === 'holes' }
  return world.recorder.observe<TlsSurvey>(
    scope,
    asked,
    async () => {
      const live = liveOf(world)
      const lost = outOfPatience(live, origin)
      const options = {
        host,
        port: asked.port,
        servername: host,
        ...(live.target.proxy && { proxy: live.target.proxy.url }),
        ...(live.target.ca && { ca: [live.target.ca.pem] }),
        ...(live.timeoutMs && { timeoutMs: live.timeoutMs }),
        turn: <T>(connection: (signal: AbortSignal) => Promise<T>) =>
          lost
            ? connection(AbortSignal.abort(lost))
            : inTurn(live.politeness, origin, live.signal, signal => connection(signal), AHEAD),
      }
      if (look === 'holes') return (await import('../instruments/tls/prober/holes/look.ts')).lookForHoles(options)
      return (await import('../instruments/tls/prober/survey.ts')).survey(options)
    },
    world.live && digestOf(asked),
  )
}
