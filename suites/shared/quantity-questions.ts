/** Questions about one known quantity, and whether each must find it (R4 search.html, 3.1.1.4.5, 3.1.1.4.11 and 3.1.1.4.17). */
import type { Resource } from './resource.ts'
import { type Parameter, quantitiesFor, valueFor } from './search-values.ts'

export interface QuantityQuestion {
  readonly query: readonly [name: string, value: string]
  readonly finds: boolean
}

/** A unit and a code that nothing has. */
const NONE = 'mustdo-none'

/**
 * Of the first declared parameter by which the resource has one quantity with a coded unit, and of `code-value-quantity` where that is
 * declared. Limits stand half the value and more away from it.
 */
export function quantityQuestions(resource: Resource, parameters: readonly Parameter[]): readonly QuantityQuestion[] {
  const [held] = parameters.flatMap(({ name, type }) => {
    const [quantity, more] = type === 'quantity' ? quantitiesFor(resource, name) : []
    return quantity && !more ? [{ name, quantity }] : []
  })
  if (!held) return []
  const { value, system, code } = held.quantity
  const unit = `|${system}|${code}`
  const [under, over] = [value - Math.abs(value) / 2 - 1, value + Math.abs(value) + 1]
  const ask = (text: string, finds: boolean): QuantityQuestion => ({ query: [held.name, text], finds })
  const composite = parameters.some(({ name }) => name === 'code-value-quantity')
  const coded = valueFor(resource, { name: 'code', type: 'token' })
  const both = (text: string, finds: boolean): QuantityQuestion => ({ query: ['code-value-quantity', text], finds })
  return [
    ask(`${value}${unit}`, true),
    ask(`${value}`, true),
    ask(`gt${under}${unit}`, true),
    ask(`le${value}${unit}`, true),
    ask(`lt${under}${unit}`, false),
    ask(`ge${over}${unit}`, false),
    ask(`${value}|${system}|${NONE}`, false),
    ...(composite && coded && held.name === 'value-quantity'
      ? [
          both(`${coded}$gt${under}${unit}`, true),
          both(`${coded}$gt${over}${unit}`, false),
          both(`${NONE}$${value}`, false),
        ]
      : []),
  ]
}
