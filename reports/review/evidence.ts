/**
 * What in an observation says something about the product and not about the moment: status, media type, protocol, certificate
 * key, kinds of issues. Bodies, dates and nonces differ from run to run and are left out.
 */
import type { Observation, RunRecord } from '../record.ts'

/** The shape of everything that each assertion rests on, by the assertion's id. */
export function evidenceShapes(record: RunRecord): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(record.observations.map(observation => [observation.id, observation]))
  return new Map(
    record.assertions.map(({ id, observations }) => [
      id,
      observations.flatMap(name => {
        const seen = byId.get(name)
        return seen ? [shapeOf(seen)] : []
      }),
    ]),
  )
}

export function shapeOf(seen: Observation): string {
  switch (seen.kind) {
    case 'exchange': {
      const { request, response, error } = seen
      if (!response) return `${request.method} ${error?.code ?? 'no answer'}`
      const type = response.rawHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'no type'
      return `${request.method} ${response.status} ${type.split(';')[0]?.trim().toLowerCase()}`
    }
    case 'handshake': {
      const { offered, result, error } = seen
      const asked = offered.versions.join('+')
      if (!result) return `TLS ${asked}: ${error?.code ?? 'no answer'}`
      const key = result.chain[0]?.key.spki.slice(0, 12) ?? 'no certificate'
      return `TLS ${asked}: ${result.protocol}, key ${key}${result.trusted ? '' : ', not trusted'}`
    }
    case 'tls-survey': {
      const versions = seen.versions.map(({ version, state, suites }) => `${version} ${state} ${suites.length}`)
      const key = seen.chain[0]?.key.spki.slice(0, 12) ?? 'no certificate'
      return `TLS survey: ${seen.error?.code ?? [...versions, `key ${key}`].join(', ')}`
    }
    case 'page': {
      const broken = seen.hits.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)
      return `page ${seen.error?.code ?? seen.status}: ${[...new Set(broken)].sort().join(' ') || 'no rule broken'}`
    }
    case 'validation': {
      const errors = seen.issues.filter(({ severity }) => severity === 'fatal' || severity === 'error')
      return `validation: ${[...new Set(errors.map(({ code, path }) => `${code} ${path}`))].sort().join(', ') || 'no error'}`
    }
    case 'lookup':
      return `DNS ${seen.type} ${seen.name}: ${[...seen.answers].sort().join(' ') || seen.error?.code || 'nothing'}`
    case 'step':
      return `${seen.name}${seen.error ? `: ${seen.error.code}` : ''}`
  }
}
