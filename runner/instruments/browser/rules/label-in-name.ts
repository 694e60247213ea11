/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Who speaks the words that are seen must reach the control: the visible text of a control named by `aria-label` or
 * `aria-labelledby` stands in its name, word by word and in order. Text in brackets, icon fonts and abbreviations are left to people.
 */
export const labelInName = pageRule({
  id: 'label-in-name',
  act: ['2ee8b8'],
  criteria: ['2.5.3'],
  find: kit => {
    const named = new Set(
      'button checkbox gridcell link menuitem menuitemcheckbox menuitemradio option radio searchbox switch tab treeitem'.split(
        ' ',
      ),
    )
    const iconFont = /icon|symbol|glyph|awesome/i
    return kit.all('[aria-label],[aria-labelledby]').flatMap(element => {
      if (!kit.exposed(element) || !named.has(kit.role(element) ?? '')) return []
      if (iconFont.test(getComputedStyle(element).fontFamily)) return []
      const seen = kit.visibleText(element)
      const label = kit.words(seen.replace(/\([^)]*\)/g, ' '))
      const name = kit.words(kit.name(element).replace(/\([^)]*\)/g, ' '))
      if (label.length === 0 || name.length === 0) return []
      const holds = name.some((_, from) => label.every((word, i) => name[from + i] === word))
      if (holds) return []
      const short = /\p{L}\.(\s|$)/u.test(seen) || (label.join('').length === 1 && /\p{L}/u.test(label.join('')))
      return [
        {
          element,
          sure: !short,
          look: `Whether "${kit.name(element)}", the name of the control, says what is seen on it: "${seen}".`,
        },
      ]
    })
  },
})
