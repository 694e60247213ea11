import { bases } from '../../../standards/model.ts'
import { counted } from '../../verdict.ts'
import { type Cause, causesOf } from './cause.ts'
import type { Look } from './look.ts'
import { marked, type Stretch } from './marked.ts'
import { anchor } from './text.ts'

export interface FixView {
  readonly message: string
  readonly href: string
  readonly fix: readonly Stretch[]
  readonly basis: string
  readonly extent: string
  readonly requirements: readonly { readonly id: string; readonly href: string }[]
}

interface Ranked {
  readonly causes: Cause[]
  basis: number
  places: number
}

/** Causes of musts not met, once each: heaviest basis first, then the cause that shows in most places. */
export function fixFirst(look: Look): readonly FixView[] {
  const found = new Map<string, Ranked>()
  for (const { requirement, result } of counted(look.record, 'must')) {
    if (result.state !== 'notMet') continue
    for (const cause of causesOf(requirement.id, look)) {
      if (cause.outcome !== 'failed' || cause.advice) continue
      const key = JSON.stringify([cause.check.id, cause.message, cause.expected])
      const entry = found.get(key) ?? { causes: [], basis: bases.length, places: 0 }
      entry.causes.push(cause)
      entry.basis = Math.min(entry.basis, bases.indexOf(requirement.basis))
      entry.places = Math.max(entry.places, cause.count)
      found.set(key, entry)
    }
  }
  return [...found.values()]
    .sort((a, b) => a.basis - b.basis || b.places - a.places)
    .slice(0, 10)
    .flatMap(entry => {
      const [first] = entry.causes
      return first ? [fixView(first, entry, look)] : []
    })
}

function fixView(first: Cause, { causes, basis, places }: Ranked, look: Look): FixView {
  const ids = [...new Set(causes.map(({ requirement }) => requirement))]
  const own = look.record.catalogue.requirements.find(({ id }) => id === first.requirement)
  const word = bases[basis]
  return {
    message: first.message,
    href: anchor('f', first.ids[0] ?? ''),
    fix: marked(first.check.fix || own?.fix || ''),
    basis: word ? look.words.terms.bases[word] : '',
    extent: look.words.fixes.places(places),
    requirements: ids.map(id => ({ id, href: anchor('r', id) })),
  }
}
