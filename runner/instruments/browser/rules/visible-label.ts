/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Each field has a label or an instruction that is seen: of its own, or any text or picture close by. A field with nothing near it at
 * all breaks 3.3.2; one that has only a placeholder, which goes when something is entered, or only a picture, is for a person.
 */
export const visibleLabel = pageRule({
  id: 'label-seen',
  act: [],
  criteria: ['3.3.2'],
  find: kit => {
    const LEFT = 320
    const ABOVE = 90
    const BELOW = 40
    const MOST = 100
    const all = kit
      .all(
        'input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea,[role=textbox],[role=searchbox],[role=combobox]:not(input,button),[role=spinbutton]:not(input)',
      )
      .filter(field => kit.shown(field) && kit.exposed(field) && !field.matches(':disabled'))
      .filter(field => {
        const { width, height } = field.getBoundingClientRect()
        return width > 1 && height > 1
      })
    const fields = all.slice(0, MOST)
    const unreached = all.slice(MOST, MOST + 1).map(element => ({
      element,
      sure: false,
      look: 'Whether the fields from here on have a label that is seen, which were not looked at.',
    }))
    if (fields.length === 0) return []
    const range = document.createRange()
    const near = (box: DOMRect, { left, right, top, bottom }: DOMRect): boolean => {
      const beside = bottom > box.top && top < box.bottom
      if (beside) return right > box.left - LEFT && left < box.right + LEFT
      const abreast = right > box.left - 40 && left < box.right + 40
      return abreast && bottom > box.top - ABOVE && top < box.bottom + BELOW
    }
    const hidden = 'script,style,noscript,template,select,textarea,option,title'
    const texts: { node: Text; rects: DOMRect[] }[] = []
    const walk = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
          if (node.shadowRoot) walk(node.shadowRoot)
          continue
        }
        const parent = node.parentElement
        if (!(node instanceof Text) || node.data.trim() === '' || parent?.closest(hidden)) continue
        if (parent && (!kit.shown(parent) || kit.visibleText(parent) === '')) continue
        range.selectNodeContents(node)
        texts.push({ node, rects: Array.from(range.getClientRects()).filter(({ width }) => width > 1) })
      }
    }
    walk(document.body)
    const pictures = kit.all('img,svg,[role=img],i,[class*=icon]').filter(element => kit.shown(element))
    const found = fields.flatMap(element => {
      const box = element.getBoundingClientRect()
      // A header says what the fields of its column are for, however far up it stands.
      const cell = element.closest('td')
      if (cell?.closest('table')?.querySelector('th')) return []
      const labels = Array.from((element as HTMLInputElement).labels ?? []) as Element[]
      if (labels.some(label => kit.visibleText(label) !== '')) return []
      const pointed = ['aria-labelledby', 'aria-describedby'].flatMap(name =>
        (element.getAttribute(name) ?? '').split(/\s+/).map(id => (id ? document.getElementById(id) : null)),
      )
      if (pointed.some(other => other && kit.visibleText(other) !== '')) return []
      if (texts.some(({ node, rects }) => !element.contains(node) && rects.some(rect => near(box, rect)))) return []
      const button = kit
        .all('input[type=submit],input[type=button]')
        .some(other => (other as HTMLInputElement).value !== '' && near(box, other.getBoundingClientRect()))
      if (button) return []
      const placeholder = (element.getAttribute('placeholder') ?? '').trim() !== ''
      const value = ((element as HTMLInputElement).value ?? '').trim() !== ''
      const pictured = pictures.some(picture => near(box, picture.getBoundingClientRect()))
      // Some browsers' own fields say what they are for: a colour, a file, a range with its value.
      const speaks = element.matches('[type=file],[type=color],[type=range]')
      const sure = !placeholder && !value && !pictured && !speaks
      const look = 'Whether people who see this field can tell what to enter, before and after something was entered.'
      return [{ element, sure, look }]
    })
    return [...found, ...unreached]
  },
})
