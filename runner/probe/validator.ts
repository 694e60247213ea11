import type { NotReached, Validation, Validator } from '../check.ts'
import { noGround } from '../check.ts'
import { withoutClaims } from '../instruments/fhir-validator/claims.ts'
import { digestOf, type Scope, waitingIn } from '../recorder/recorder.ts'
import { type Live, liveOf, type World } from './world.ts'

export function validatorDoor(world: World, scope: Scope): Validator {
  return {
    async validate(exchange, { path = '', profile, claims = true } = {}) {
      const text = exchange.response?.body.text
      if (text === undefined) return noGround('the answer had no body to validate')
      if (!isJson(text)) return noGround('the answer had no JSON that could be validated')
      if (world.live && !(await waitingIn(scope, reachable(world.live)))) return noValidator()
      const asked = {
        kind: 'validation',
        body: exchange.response?.body.digest,
        path,
        profile: profile ?? null,
        ...(!claims && { claims }),
      }
      return world.recorder.observe<Validation>(
        scope,
        asked,
        async () => {
          const began = performance.now()
          const at = new Date().toISOString()
          const engine = await liveOf(world).validator?.()
          if (!engine) throw new Error('no validator')
          const resource = partOf(JSON.parse(text), path)
          const judged = claims ? resource : withoutClaims(resource)
          const answer = await engine.validate(judged, profile ? { profile } : {}).catch(inTrouble)
          return {
            kind: 'validation',
            at,
            ms: Math.round(performance.now() - began),
            engine: { name: engine.name, version: engine.version, packages: engine.packages },
            of: {
              observation: exchange.id,
              path,
              resource: String((resource as { resourceType?: unknown })?.resourceType ?? ''),
            },
            ...(profile && { profile }),
            ...(!claims && { claims }),
            ...answer,
          }
        },
        world.live && digestOf(asked),
      )
    },
  }
}

/** A validator that fails says nothing of the resource: the judge is not asked, and the outcome is cantTell. */
const inTrouble = (error: Error & { code?: string }) => ({
  issues: [],
  notEvaluated: [],
  error: { code: error.code ?? error.name, message: error.message },
})

/** Whether a validator is, or comes to be, at hand; one that breaks when it is opened is an observation of its own. */
const reachable = async ({ validator }: Live): Promise<boolean> =>
  validator !== undefined &&
  (await validator().then(
    engine => engine !== undefined,
    () => true,
  ))

const noValidator = (): NotReached => ({
  notReached: 'untested',
  because: 'no FHIR validator was at hand on the machine that ran the tests',
  owes: { who: 'mustdo', act: 'run mustdo doctor and install what it names' },
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The part of a JSON body at a path of names and indexes such as `entry[0].resource`. */
function partOf(body: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((part, step) => (part as { [key: string]: unknown } | undefined)?.[step], body)
}
