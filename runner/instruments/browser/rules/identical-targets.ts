/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Links with one name in one context, and frames with one name, lead to one thing. Where their addresses differ, the pages behind
 * them are loaded (of this site only, a few) and their texts compared; what cannot be loaded is for a person.
 */
export const identicalTargets = pageRule({
  id: 'identical-targets',
  act: [],
  criteria: [],
  find: async kit => {
    const MOST_LOADS = 6
    interface Content {
      readonly title: string
      readonly words: ReadonlySet<string>
      /** Telephone numbers and the like, outside navigation: the facts that a page gives. */
      readonly facts: ReadonlySet<string>
    }
    const contentOf = (frame: HTMLIFrameElement): Content | undefined => {
      try {
        const page = frame.contentDocument
        if (!page?.body || page.URL === 'about:blank') return undefined
        const pictures = Array.from(page.body.querySelectorAll('[alt],[src]'), part =>
          [part.getAttribute('alt'), part.getAttribute('src')].join(' '),
        )
        const text = page.body.innerText
        return {
          title: page.title.trim(),
          words: new Set(kit.words([page.title, text, ...pictures].join(' '))),
          facts: new Set(text.match(/\d[\d() -]{4,}\d/g)?.map(number => number.replace(/\D/g, '')) ?? []),
        }
      } catch {
        return undefined
      }
    }
    const alike = ({ words: a }: Content, { words: b }: Content) => {
      const both = [...a].filter(word => b.has(word)).length
      return both >= 0.9 * (a.size + b.size - both)
    }
    /** One gives all the facts that the other does, and there are some. */
    const sameFacts = ({ facts: a }: Content, { facts: b }: Content) => {
      const both = [...a].filter(fact => b.has(fact)).length
      return both > 0 && both === Math.min(a.size, b.size)
    }
    const loaded = new Map<string, Promise<Content | undefined>>()
    const load = (address: string): Promise<Content | undefined> => {
      const known = loaded.get(address)
      if (known) return known
      const fresh = (async () => {
        if (new URL(address).origin !== location.origin || loaded.size >= MOST_LOADS) return undefined
        const frame = document.createElement('iframe')
        frame.style.cssText = 'position:fixed;visibility:hidden;width:800px;height:600px'
        frame.src = address
        document.documentElement.append(frame)
        await Promise.race([
          new Promise(done => frame.addEventListener('load', done, { once: true })),
          new Promise(done => setTimeout(done, 3_000)),
        ])
        // A page that sends on by itself does so now.
        await new Promise(done => setTimeout(done, 250))
        const content = contentOf(frame)
        frame.remove()
        return content
      })()
      loaded.set(address, fresh)
      return fresh
    }
    const block = (element: Element): Element => {
      let at = kit.parent(element)
      while (at && /^(inline|contents)/.test(getComputedStyle(at).display)) at = kit.parent(at)
      return at ?? document.body
    }
    const context = (element: Element): string => {
      const described = (element.getAttribute('aria-describedby') ?? '')
        .split(/\s+/)
        .map(id => document.getElementById(id)?.textContent ?? '')
      const cell = block(element).closest('td')
      const heads = cell
        ? Array.from(cell.closest('tr')?.querySelectorAll('th') ?? [], head => head.textContent ?? '')
        : []
      const item = element.closest('li')
      return [kit.visibleText(block(element)), kit.visibleText(item ?? block(element)), ...heads, ...described]
        .join('|')
        .toLowerCase()
    }
    const addressOf = (link: Element): string | undefined => {
      const href = link instanceof HTMLAnchorElement || link instanceof HTMLAreaElement ? link.href : undefined
      const script = /location(?:\.href)?\s*=\s*['"]([^'"]+)['"]/.exec(link.getAttribute('onclick') ?? '')?.[1]
      const address = href ?? (script === undefined ? undefined : new URL(script, location.href).href)
      return address && /^https?:/.test(address) ? address.split('#', 1)[0] || undefined : undefined
    }
    const grouped = <T>(things: readonly T[], key: (thing: T) => string): T[][] => {
      const groups = new Map<string, T[]>()
      for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing])
      return [...groups.values()]
    }
    const links = kit
      .all('a[href],area[href],[role=link]')
      .filter(link => kit.exposed(link))
      .map(element => ({ element, name: kit.words(kit.name(element)).join(' '), address: addressOf(element) }))
      .filter(({ name, address }) => name !== '' && address !== undefined)
    const found = []
    for (const named of grouped(links, ({ name }) => name).filter(
      group => new Set(group.map(({ address }) => address)).size > 1,
    )) {
      const sameContext = grouped(named, ({ element }) => context(element)).find(
        group => new Set(group.map(({ address }) => address)).size > 1,
      )
      const [first, second] = (sameContext ?? named).filter(
        ({ address }, i, all) => all.findIndex(other => other.address === address) === i,
      )
      if (!first?.address || !second?.address) continue
      // Reading the pages behind links that only share a name costs more than it tells.
      if (!sameContext && named.length > 4) continue
      const [a, b] = await Promise.all([load(first.address), load(second.address)])
      if (a && b && alike(a, b)) continue
      const sure = a !== undefined && b !== undefined && !sameFacts(a, b)
      const look = `Whether ${first.address} and ${second.address}, both named "${first.name}", serve the same purpose.`
      if (sameContext) found.push({ element: second.element, sure, look, act: ['fd3a94'], criteria: ['2.4.4'] })
      found.push({ element: second.element, sure, look, act: ['b20e66'], criteria: ['2.4.9'] })
    }
    const frames = (kit.all('iframe') as HTMLIFrameElement[])
      .filter(frame => kit.exposed(frame) && kit.shown(frame))
      .map(element => ({ element, name: kit.words(kit.name(element)).join(' ') }))
      .filter(({ name }) => name !== '')
    for (const group of grouped(
      frames,
      ({ element, name }) => `${name} ${element.getRootNode() === document ? '' : kit.path(element)}`,
    )) {
      const [first, ...others] = group
      for (const { element } of others) {
        if (!first || element.src === first.element.src) continue
        const [a, b] = [contentOf(first.element), contentOf(element)]
        if (a && b && alike(a, b)) continue
        // What calls itself the same may well serve the same purpose.
        const sure = a !== undefined && b !== undefined && a.title !== b.title
        const look = `Whether the frames named "${group[0]?.name}" serve the same purpose.`
        found.push({ element, sure, look, act: ['4b1c6c'], criteria: ['4.1.2'] })
      }
    }
    return found
  },
})
