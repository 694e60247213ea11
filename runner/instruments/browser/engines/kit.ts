/// <reference lib="dom" />
/** Helpers that engines and our own rules find in the page. */
export interface Kit {
  /** `/html[1]/body[1]/a[2]`, through shadow roots and same-origin frames. */
  path(node: Node): string
  selector(element: Element): string
  html(element: Element): string
  /** An element as findings point at it. */
  at(element: Element): { path: string; selector: string; html: string }
  /** Elements that match, in shadow trees too, in document order. */
  all(selector: string, root?: ParentNode): Element[]
  /** The parent, out of a shadow root too. */
  parent(node: Node): Element | null
  /** Rendered, and not made invisible. */
  shown(element: Element): boolean
  /** In the accessibility tree. */
  exposed(element: Element): boolean
}

/** Runs in the page, so it must not refer to anything outside itself. */
export function makeKit(): Kit {
  const parent = (node: Node): Element | null => {
    const up = node.parentNode
    return up instanceof ShadowRoot ? up.host : up instanceof Element ? up : null
  }
  const nth = (element: Element): number => {
    let count = 1
    for (let before = element.previousElementSibling; before; before = before.previousElementSibling)
      if (before.localName === element.localName) count++
    return count
  }
  const path = (node: Node): string => {
    let element = node instanceof Element ? node : parent(node)
    let steps = ''
    while (element) {
      steps = `/${element.localName}[${nth(element)}]${steps}`
      if (element.parentNode instanceof ShadowRoot) steps = `/#shadow${steps}`
      element = parent(element)
    }
    return steps
  }
  const selector = (element: Element): string => {
    const steps: string[] = []
    let at: Element | null = element
    while (at) {
      const root = at.getRootNode() as Document | ShadowRoot
      const id: string = at.id
      if (id && root.querySelectorAll(`#${CSS.escape(id)}`).length === 1) {
        steps.unshift(`#${CSS.escape(id)}`)
        if (!(root instanceof ShadowRoot)) break
        steps.unshift('>>>')
        at = root.host
        continue
      }
      const twins: boolean = Array.from(at.parentNode?.children ?? []).some(
        other => other !== at && other.localName === (at as Element).localName,
      )
      steps.unshift(twins ? `${at.localName}:nth-of-type(${nth(at)})` : at.localName)
      if (at.parentNode instanceof ShadowRoot) {
        steps.unshift('>>>')
        at = at.parentNode.host
      } else at = at.parentElement
    }
    return steps.join(' > ').replaceAll(' > >>> > ', ' >>> ')
  }
  const html = (element: Element): string => element.outerHTML.replace(/\s+/g, ' ').slice(0, 200)
  const all = (query: string, root: ParentNode = document): Element[] =>
    Array.from(root.querySelectorAll('*')).flatMap(element => [
      ...(element.matches(query) ? [element] : []),
      ...(element.shadowRoot ? all(query, element.shadowRoot) : []),
    ])
  const shown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    Number(getComputedStyle(element).opacity) > 0
  const exposed = (element: Element): boolean => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false
    for (let up: Element | null = element; up; up = parent(up))
      if (up.getAttribute('aria-hidden') === 'true') return false
    return true
  }
  return {
    path,
    selector,
    html,
    at: element => ({ path: path(element), selector: selector(element), html: html(element) }),
    all,
    parent,
    shown,
    exposed,
  }
}

/** A script that puts the kit into a page that has none. */
export const installKit = `window.__mustdoKit ??= (${makeKit.toString()})()`
