/** The patient banner of a clinical screen, found by its labels: each stands before its value, all of them close together. */
import type { PageVisit } from '../../runner/check.ts'
import { piecesOf } from './page-text.ts'

export interface Part {
  readonly label: string
  readonly value: string
  /** Place among the pieces of the page's text. */
  readonly place: number
}
export interface Banner {
  readonly name?: Part
  readonly born: Part
  readonly gender: Part
  readonly nhsNumber: Part
}

const labels = {
  name: /^(patient )?name:?$/i,
  born: /^(born|d\.?o\.?b\.?|date of birth):?$/i,
  gender: /^(gender|sex):?$/i,
  nhsNumber: /^nhs (no\.?|number):?$/i,
}
const isLabel = (piece: string) => Object.values(labels).some(label => label.test(piece))
const REACH = 9

/** The first banner in the text of a page; a table's headings are none, since no value follows them. */
export function bannerOn({ facts }: PageVisit): Banner | undefined {
  const pieces = piecesOf(facts?.text ?? '')
  const near = (which: RegExp, around: number): Part | undefined => {
    for (let place = Math.max(0, around - REACH); place <= Math.min(pieces.length - 2, around + REACH); place++) {
      const [label = '', value = ''] = pieces.slice(place, place + 2)
      if (which.test(label) && !isLabel(value)) return { label, value: value.replace(/^:\s*/, ''), place }
    }
    return undefined
  }
  for (const [place, piece] of pieces.entries()) {
    if (!labels.born.test(piece)) continue
    const born = near(labels.born, place)
    const gender = near(labels.gender, place)
    const nhsNumber = near(labels.nhsNumber, place)
    if (!born || !gender || !nhsNumber || !/^\d{3}\D?\d{3}\D?\d{4}$/.test(nhsNumber.value)) continue
    const name = near(labels.name, place) ?? unlabelledName(pieces, born.place)
    return { born, gender, nhsNumber, ...(name && { name }) }
  }
  return undefined
}

/** The guide's own banner gives the name no label: it is what stands before the date of birth. */
function unlabelledName(pieces: readonly string[], before: number): Part | undefined {
  const value = pieces[before - 1]
  const holdsLetters = value !== undefined && /^\p{L}[\p{L}\p{M}'’,.() -]+$/u.test(value)
  return holdsLetters && !isLabel(pieces[before - 2] ?? '') ? { label: '', value, place: before - 1 } : undefined
}
