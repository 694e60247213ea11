/** The scopes that an operation asks for, and whether a token has them (OpenAPI 3.0.4, 4.8.30; SMART App Launch 2.2, scopes). Pure. */
import { listOf } from './document.ts'
import type { Operation } from './operations.ts'

/** Alternatives, each of which names scopes; empty where one of them names none, as any token will do then. */
export function scopesAsked({ security }: Operation): readonly (readonly string[])[] {
  const all = security.map(alternative =>
    Object.values(alternative).flatMap(scopes => listOf(scopes).filter(scope => typeof scope === 'string')),
  )
  return all.every(scopes => scopes.length > 0) ? all : []
}

/** Whether a token that was granted these scopes satisfies none of the alternatives. */
export const lacksScopes = (operation: Operation, granted: string): boolean => {
  const held = granted.split(/\s+/)
  const asked = scopesAsked(operation)
  return asked.length > 0 && asked.every(scopes => scopes.some(one => !held.some(own => covers(own, one))))
}

const smart = /^(?:patient|user|system)\/(\*|[A-Z]\w+)\.(\*|read|write|c?r?u?d?s?)(?:\?.*)?$/
const letters = (access: string): string =>
  access === '*' ? 'cruds' : access === 'read' ? 'rs' : access === 'write' ? 'cud' : access

/** Scopes are words, equal or not; those of SMART can hold one another. */
function covers(held: string, asked: string): boolean {
  if (held === asked) return true
  const [, type, access] = smart.exec(held) ?? []
  const [, wantedType, wanted] = smart.exec(asked) ?? []
  if (type === undefined || access === undefined || wanted === undefined) return false
  return (type === '*' || type === wantedType) && [...letters(wanted)].every(one => letters(access).includes(one))
}
