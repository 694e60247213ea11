/** Searches by a condition on another resource: chains and `_has`, by what is known of both ends. Asks nothing; judges nothing. */
import type { ResourceTypeSubject } from '../../runner/check.ts'
import type { Resource } from './resource.ts'
import { elementFor, nobodys, type Parameter, valueFor } from './search-values.ts'

/** A known resource that points at one instance and no other by a declared parameter. */
export interface Link {
  readonly from: Resource
  readonly name: string
  readonly target: ResourceTypeSubject
  readonly id: string
}

/** One search, narrowed to one known instance, and whether that instance meets the condition. */
export interface Question {
  readonly about: 'source' | 'target'
  readonly name: string
  readonly value: string
  readonly finds: boolean
}

/** Declared reference parameters that are known here, `patient` first: what it points at needs no type in a chain. */
export const linkNames = ({ type, searchParams }: ResourceTypeSubject): readonly string[] =>
  searchParams
    .filter(parameter => parameter.type === 'reference' && elementFor(type, parameter.name))
    .map(({ name }) => name)
    .sort((a, b) => Number(b === 'patient') - Number(a === 'patient'))

/** Where the known resources point to, by elements that hold one reference: a list may meet a condition by another of its members. */
export function linksOf(
  subject: ResourceTypeSubject,
  known: readonly Resource[],
  types: readonly ResourceTypeSubject[],
): readonly Link[] {
  return linkNames(subject).flatMap(name =>
    known.flatMap(from => {
      const element = from[elementFor(subject.type, name) ?? '']
      if (!from.id || (Array.isArray(element) && element.length !== 1)) return []
      const [type, id] = valueFor(from, { name, type: 'reference' })?.split('/') ?? []
      const target = types.find(one => one.type === type && one.type !== subject.type)
      const asked = ['read', 'search-type'].every(code => target?.interactions.includes(code))
      return target && id && asked ? [{ from, name, target, id }] : []
    }),
  )
}

/** Letters and digits alone, in lower case and without accents, as a lenient server may compare them. */
const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/** True where the value, or the code of it, stands nowhere in the resource: no reading of the search finds it by that. */
function isAbsent(value: string, resource: Resource): boolean {
  const code = folded(value.split('|').at(-1) ?? '')
  return code !== '' && !value.includes('\\') && !folded(JSON.stringify(resource)).includes(code)
}

/** String and token parameters by which the resource is found, those that tell most first. */
function heldBy(resource: Resource, declared: readonly Parameter[]) {
  const rank = ({ name }: Parameter) => Number(!/^(identifier|family|name|code)$/.test(name))
  return declared
    .filter(({ name, type }) => !name.startsWith('_') && (type === 'string' || type === 'token'))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(parameter => {
      const value = valueFor(resource, parameter)
      return value ? [{ parameter, value }] : []
    })
}

/** A chain by the target's own value, and by one that another known instance has and this one has not, or that nobody has. */
export function chainQuestions(
  { name, target }: Link,
  resource: Resource,
  others: readonly Resource[],
): readonly Question[] {
  const held = heldBy(resource, target.searchParams).map(one => ({
    ...one,
    other: others
      .flatMap(other => valueFor(other, one.parameter) ?? [])
      .find(value => value !== one.value && isAbsent(value, resource)),
  }))
  const best = held.find(({ other }) => other) ?? held[0]
  if (!best) return []
  const { parameter, value, other = nobodys[parameter.type] ?? '' } = best
  const chain = `${name === 'patient' ? name : `${name}:${target.type}`}.${parameter.name}`
  return [
    { about: 'source', name: chain, value, finds: true },
    { about: 'source', name: chain, value: other, finds: false },
  ]
}

/** The same backwards: by a value of what points here, and by the id of what points at another one, or a value that nobody has. */
export function reverseQuestions(
  { from, name, id, target }: Link,
  declared: readonly Parameter[],
  links: readonly Link[],
): readonly Question[] {
  const [held] = heldBy(from, declared)
  if (!held) return []
  const elsewhere = links.find(link => link.name === name && link.target === target && link.id !== id)?.from.id
  const has = `_has:${from.resourceType}:${name}`
  return [
    { about: 'target', name: `${has}:${held.parameter.name}`, value: held.value, finds: true },
    elsewhere
      ? { about: 'target', name: `${has}:_id`, value: elsewhere, finds: false }
      : {
          about: 'target',
          name: `${has}:${held.parameter.name}`,
          value: nobodys[held.parameter.type] ?? '',
          finds: false,
        },
  ]
}
