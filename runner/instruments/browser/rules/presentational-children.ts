/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/** Roles whose content is not exposed hold nothing that takes the keyboard: it would be reached and say nothing. */
export const presentationalChildren = pageRule({
  id: 'presentational-children',
  act: ['307n5z'],
  criteria: ['4.1.2'],
  find: kit => {
    const flat = new Set(
      'button checkbox img image math menuitemcheckbox menuitemradio meter option progressbar radio scrollbar separator slider switch tab'.split(
        ' ',
      ),
    )
    const stops =
      'a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,iframe,[tabindex],[contenteditable=true]'
    return kit
      .all('[role],button')
      .filter(element => flat.has(kit.role(element) ?? '') && kit.exposed(element))
      .filter(element =>
        kit
          .all(stops, element)
          .some(inner => (inner as HTMLElement).tabIndex >= 0 && !inner.matches(':disabled') && kit.exposed(inner)),
      )
      .map(element => ({ element }))
  },
})
