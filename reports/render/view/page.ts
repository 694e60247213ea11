import type { RunRecord } from '../../record.ts'
import { en, type Words } from '../words/en.ts'
import { type Assurance, assurance } from './assurance.ts'
import { type Cover, cover } from './cover.ts'
import { type FixView, fixFirst } from './fix-first.ts'
import { type NotMetLine, notCovered, notMetLines } from './headline.ts'
import { lookInto } from './look.ts'
import { type Method, method } from './method.ts'
import { type OpenView, openView, type WarningView, warnings } from './open.ts'
import { type PillarRow, pillarRows } from './pillars.ts'
import { type PillarView, standardsByPillar } from './standards.ts'

/** Everything the templates may use; they choose the words' order and nothing else. */
export interface Page {
  readonly title: string
  readonly demo: boolean
  /** Identity of the full report, for a published copy; else empty. */
  readonly publishedOf: string
  readonly cover: Cover
  readonly rows: readonly PillarRow[]
  readonly notMet: readonly NotMetLine[]
  readonly notCovered: string
  readonly assurance: Assurance
  readonly fixes: readonly FixView[]
  readonly pillars: readonly PillarView[]
  readonly open: OpenView
  readonly warnings: readonly WarningView[]
  readonly method: Method
  readonly footer: { readonly operator: string; readonly renderer: string; readonly version: string }
}

export function page(record: RunRecord, words: Words = en): Page {
  const look = lookInto(record, words)
  const front = cover(look)
  return {
    title: words.page.title({
      demo: record.run.demo,
      published: record.published !== undefined,
      verdict: front.verdict,
      product: front.product,
      version: front.declared,
    }),
    demo: record.run.demo,
    publishedOf: record.published?.of ?? '',
    cover: front,
    rows: pillarRows(look),
    notMet: notMetLines(look),
    notCovered: notCovered(look)
      .join(' \u00b7 ')
      .replace(/^./, first => first.toUpperCase()),
    assurance: assurance(look),
    fixes: fixFirst(look),
    pillars: standardsByPillar(look, { anchors: new Set(), observations: new Set() }),
    open: openView(look),
    warnings: warnings(look),
    method: method(look),
    footer: {
      operator: record.run.operator,
      renderer: record.tool.renderer.slice(0, 12),
      version: record.tool.version,
    },
  }
}
