import { claimsProfile, withoutClaims } from '../instruments/fhir-validator/claims.ts'
import type { ValidationOptions, ValidatorEngine } from '../instruments/fhir-validator/engine.ts'
import type { Item } from './item.ts'
import { isError, type Result, resultOf } from './result.ts'

/** How much may wait for its answer: enough for the engine to put many into one request, and a bound on memory. */
const WAITING = { items: 1_000, characters: 16 * 1024 * 1024 } as const

/** The results, in the order of the items; a few hundred are under way at a time. */
export async function* validateItems(
  items: AsyncIterable<Item>,
  engine: ValidatorEngine,
  options: ValidationOptions = {},
): AsyncGenerator<Result> {
  const waiting: { readonly size: number; readonly result: Promise<Result> }[] = []
  let characters = 0
  for await (const item of items) {
    waiting.push({ size: item.size, result: validateItem(item, engine, options) })
    characters += item.size
    while (waiting.length >= WAITING.items || (characters > WAITING.characters && waiting.length > 1)) {
      const next = waiting.shift()
      if (!next) break
      characters -= next.size
      yield await next.result
    }
  }
  for (const { result } of waiting) yield await result
}

async function validateItem(item: Item, engine: ValidatorEngine, options: ValidationOptions): Promise<Result> {
  const { profile, ...others } = options
  const told = profile === undefined ? {} : { profile }
  if (item.broken !== undefined || item.leftOut !== undefined) return resultOf(item, engine, told)
  try {
    const answer = await engine.validate(item.resource, options)
    const claims = profile !== undefined || claimsProfile(item.resource)
    // Only where profiles are in play does it take a second look to tell what breaks R4 from what breaks them.
    const base =
      claims && answer.issues.some(isError) ? await engine.validate(withoutClaims(item.resource), others) : answer
    return resultOf(item, engine, { ...told, answer, base })
  } catch (error) {
    // The validator's trouble says nothing of the resource.
    return resultOf(item, engine, { ...told, trouble: error as Error })
  }
}
