/// <reference lib="dom" />
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { alfaActRules } from './alfa-rules.ts'
import type { Engine } from './engine.ts'
import type { Kit } from './kit.ts'
import { versionOf } from './source.ts'

/** Alfa's modules, all optional packages: the import rejects where they are not installed. */
async function load() {
  const [rules, act, wcag, dom, native, device, deviceNative, http, url, web] = await Promise.all([
    import('@siteimprove/alfa-rules'),
    import('@siteimprove/alfa-act'),
    import('@siteimprove/alfa-wcag'),
    import('@siteimprove/alfa-dom'),
    import('@siteimprove/alfa-dom/native'),
    import('@siteimprove/alfa-device'),
    import('@siteimprove/alfa-device/native'),
    import('@siteimprove/alfa-http'),
    import('@siteimprove/alfa-url'),
    import('@siteimprove/alfa-web'),
  ])
  return { rules: rules.default, act, wcag, dom, native, device, deviceNative, http, url, web }
}
let loading: ReturnType<typeof load> | undefined
const alfaModules = () => {
  loading ??= load()
  return loading
}

/** Siteimprove Alfa. It judges a copy of the page outside the browser; questions it would ask a person count as `cantTell`. */
export const alfa: Engine = {
  name: 'alfa',
  version: async () => versionOf('@siteimprove/alfa-rules'),
  async run({ page }) {
    const { rules, act, wcag, dom, native, device, deviceNative, http, url, web } = await alfaModules()
    const handle = await page.evaluateHandle(() => document)
    const tree = await handle.evaluate(native.Native.fromNode as unknown as (document: Document) => Promise<never>)
    const windowHandle = await page.evaluateHandle(() => window)
    const screen = device.Device.from(await windowHandle.evaluate(deviceNative.Native.fromWindow))
    const address = url.URL.parse(page.url()).getUnsafe()
    const copy = web.Page.of(
      http.Request.of('GET', address),
      http.Response.of(address, 200, http.Headers.of([http.Header.of('Content-Type', 'text/html')])),
      dom.Node.from(tree, screen) as never,
      screen,
    )
    const outcomes = await act.Audit.of(copy, rules as never).evaluate()
    const found: Omit<Hit, 'selector' | 'html'>[] = []
    for (const outcome of outcomes as Iterable<AlfaOutcome>) {
      const failed = act.Outcome.isFailed(outcome as never)
      if (!failed && !act.Outcome.isCantTell(outcome as never)) continue
      const id = `R${/sia-r(\d+)/i.exec(outcome.rule.uri)?.[1] ?? outcome.rule.uri}`
      const criteria = [...outcome.rule.requirements]
        .filter(requirement => wcag.Criterion.isCriterion(requirement as never))
        .map(requirement => (requirement as { chapter: string }).chapter)
      found.push({
        engine: 'alfa',
        rule: id,
        outcome: failed ? 'failed' : 'cantTell',
        act: alfaActRules[id] ? [alfaActRules[id]] : [],
        criteria,
        soft: criteria.length === 0,
        path: pathOf(outcome.target),
      })
    }
    const shown = await page.evaluate(
      paths => {
        const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
        const wanted = new Set(paths)
        return Object.fromEntries(
          kit.all('*').flatMap(element => {
            const path = kit.path(element)
            return wanted.has(path) ? [[path, kit.at(element)]] : []
          }),
        )
      },
      found.map(({ path }) => path),
    )
    return found.map(hit => ({ ...hit, selector: hit.path, html: '', ...shown[hit.path] }))
  },
}

interface AlfaOutcome {
  readonly rule: { readonly uri: string; readonly requirements: Iterable<unknown> }
  readonly target: unknown
}

/** The first element of what an outcome is about: a node, an attribute, or several of them. */
function pathOf(target: unknown): string {
  const thing = target as {
    path?: () => string
    owner?: Iterable<unknown>
    [Symbol.iterator]?: () => Iterator<unknown>
  }
  if (typeof thing?.path === 'function') {
    // Text and attributes belong to the element that holds them.
    const path = thing.path().replace(/\/(text\(\)|@[^/]*|comment\(\))(\[\d+\])?$/, '')
    return path === '/' ? '/html[1]' : path
  }
  if (thing && typeof thing[Symbol.iterator] === 'function')
    for (const first of thing as Iterable<unknown>) return pathOf(first)
  return '/html[1]'
}
