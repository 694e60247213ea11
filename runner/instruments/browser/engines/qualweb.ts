/// <reference lib="dom" />
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { type Engine, install } from './engine.ts'
import type { Kit } from './kit.ts'
import { scriptOf, versionOf } from './source.ts'

interface Assertion {
  readonly mapping: string
  readonly metadata: {
    readonly outcome: string
    readonly 'success-criteria'?: readonly { name: string; level: string }[]
  }
  readonly results: readonly {
    readonly verdict: string
    readonly elements?: readonly { readonly pointer?: string; readonly htmlCode?: string }[]
  }[]
}
interface Runner {
  configure(options: object): Runner
  test(data: { sourceHtml: string; newTabWasOpen: boolean; validation: undefined }): Runner
  testSpecial(): Runner
  getReport(): { assertions: Readonly<Record<string, Assertion>> }
}

/** In this order; each sets names of its own on the window. */
const SCRIPTS = ['@qualweb/qw-page', '@qualweb/util', '@qualweb/locale', '@qualweb/act-rules'] as const

/** QualWeb's ACT rules. They write marks into the page, which are taken out again; so this engine runs last. */
export const qualweb: Engine = {
  name: 'qualweb',
  version: async () => versionOf('@qualweb/act-rules'),
  async run({ page, cdp }) {
    for (const script of SCRIPTS) await install(cdp, await scriptOf(script))
    const sourceHtml = await page.content()
    return page.evaluate(source => {
      const { __mustdoKit: kit, ACTRulesRunner: Runner } = globalThis as unknown as {
        __mustdoKit: Kit
        ACTRulesRunner: new (options: object, language: string) => Runner
      }
      const runner = new Runner({}, 'en')
      runner.configure({}).test({ sourceHtml: source, newTabWasOpen: false, validation: undefined })
      const { assertions } = runner.getReport()
      for (const element of kit.all(
        '[qw-selector],[qw-css-rules],[qw-iframe],[qw-documentSelector],[qw-iframeSelector]',
      ))
        for (const { name } of Array.from(element.attributes)) if (name.startsWith('qw-')) element.removeAttribute(name)
      const place = (pointer: string, html: string) => {
        let element: Element | null = null
        try {
          element = pointer ? document.querySelector(pointer) : document.documentElement
        } catch {
          // Its way of pointing into frames and shadow trees is no selector.
        }
        return element ? kit.at(element) : { path: pointer, selector: pointer, html: html.slice(0, 200) }
      }
      return Object.entries(assertions).flatMap(([rule, { mapping, metadata, results }]) =>
        results
          .filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')
          .map(({ verdict, elements }): Hit => {
            const criteria = (metadata['success-criteria'] ?? []).map(({ name }) => name)
            return {
              engine: 'qualweb',
              rule,
              outcome: verdict === 'failed' ? 'failed' : 'cantTell',
              act: mapping ? [mapping] : [],
              criteria,
              soft: criteria.length === 0,
              ...place(elements?.[0]?.pointer ?? '', elements?.[0]?.htmlCode ?? ''),
            }
          }),
      )
    }, sourceHtml)
  },
}
