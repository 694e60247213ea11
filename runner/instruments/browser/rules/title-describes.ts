/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * A title that shares no word with anything on its page does not describe it. Words are compared by their beginnings, and short
 * ones are left out. A title of two words may be a name, or say it in other words, and a page with fields says little of what it is
 * for: there a person decides. Of a page that hardly says anything nothing is told.
 */
export const titleDescribes = pageRule({
  id: 'title-describes',
  act: ['c4a8a4'],
  criteria: ['2.4.2'],
  find: kit => {
    const page = document.documentElement
    const stems = (text: string) =>
      kit
        .words(text)
        .filter(word => word.length > 3)
        .map(word => word.slice(0, 4))
    const LEAST = 6
    const title = stems(document.title)
    if (page.localName !== 'html' || title.length < 2 || !document.body) return []
    const names = kit
      .all('[alt],[aria-label],[title]')
      .flatMap(element => ['alt', 'aria-label', 'title'].map(name => element.getAttribute(name) ?? ''))
    const content = stems(`${document.body.innerText} ${names.join(' ')}`)
    if (content.length < LEAST || document.querySelector('iframe,object,embed,canvas')) return []
    const said = new Set(content)
    const address = new Set(stems(location.hostname))
    if (title.some(stem => said.has(stem) || address.has(stem))) return []
    const sure = new Set(title).size > 2 && !document.querySelector('input:not([type=hidden]),select,textarea')
    return [{ element: page, sure, look: `Whether "${document.title}" describes the page.` }]
  },
})
