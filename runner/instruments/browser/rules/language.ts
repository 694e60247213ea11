/// <reference lib="dom" />
import { commonWords } from './common-words.ts'
import { pageRule } from './rule.ts'

/**
 * The declared language is the one the text is written in. Languages are told by their most common words: text in which the
 * declared language's own words are missing while another's are many is in the wrong language.
 */
export const language = pageRule({
  id: 'language',
  act: [],
  criteria: [],
  data: commonWords,
  find: (kit, lists) => {
    const sets = new Map(Object.entries(lists).map(([code, words]) => [code, new Set(words.split(' '))]))
    const primary = (tag: string) => tag.trim().toLowerCase().split('-')[0] ?? ''
    /** The language that the text is surely in, other than the declared one. */
    const other = (text: string, declared: string): boolean => {
      const own = sets.get(declared)
      if (!own) return false
      const words = kit.words(text)
      const distinct = new Set(words)
      const count = (set: ReadonlySet<string>) => [...distinct].filter(word => set.has(word)).length
      const mine = count(own)
      return [...sets].some(([code, set]) => {
        if (code === declared) return false
        const theirs = [...distinct].filter(word => set.has(word) && !own.has(word)).length
        return theirs >= 2 && theirs >= 3 * mine && theirs * 8 >= words.length
      })
    }
    const ownText = (element: Element): string =>
      Array.from(element.childNodes, node =>
        node instanceof Text
          ? node.data
          : node instanceof Element && !node.hasAttribute('lang') && kit.exposed(node)
            ? ` ${ownText(node)} `
            : '',
      ).join('')
    const page = document.documentElement
    const whole = primary(page.getAttribute('lang') ?? '')
    const text = document.body && page.localName === 'html' ? `${ownText(document.body)}` : ''
    return [
      ...(whole && kit.words(text).length >= 12 && other(text, whole)
        ? [{ element: page, act: ['ucwvc8'], criteria: ['3.1.1'] }]
        : []),
      ...kit
        .all('body [lang]')
        .filter(element => kit.exposed(element) && other(ownText(element), primary(element.getAttribute('lang') ?? '')))
        .map(element => ({ element, act: ['off6ek'], criteria: ['3.1.2'] })),
    ]
  },
})
