/// <reference lib="dom" />
import type { FormSent } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

/** How the form was before it was sent: kept outside, since the page may be another one afterwards. */
export interface FormBefore {
  readonly fields: readonly (FormSent['fields'][number] & { readonly look: string })[]
  readonly button: string
  /** Some field is filled in already: what is there may be somebody's. */
  readonly filled: boolean
  readonly lines: readonly string[]
}
export type FormAfter = Pick<FormSent, 'end' | 'formThere' | 'native' | 'messages' | 'marked' | 'invalid' | 'focus'> &
  Cut

interface Kept {
  __mustdoForm?: HTMLFormElement
  /** Its first field, and the button that sends it. */
  __mustdoControls?: { readonly field: HTMLElement | undefined; readonly button: HTMLElement }
}

/**
 * The form with the most fields in the page, its button with the keyboard on it; undefined where there is none. With `before` given,
 * what came of pressing the button. Runs in the page, so it must not refer to anything outside itself. Needs axe-core there.
 */
export function readForm(before: FormBefore | null): FormBefore | FormAfter | undefined {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const kept = globalThis as unknown as Kept
  const MOST = 500
  type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
  const clean = (text: string) => text.replace(/\s+/g, ' ').trim()
  const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const selectorOf = (element: Element) => [axe.utils.getSelector(element)].flat().join(' >>> ')
  const fieldsIn = (root: ParentNode) =>
    Array.from(
      root.querySelectorAll<Control>(
        'input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea',
      ),
    ).filter(field => shown(field) && !field.disabled)
  const buttonOf = (form: HTMLFormElement) =>
    Array.from(form.elements).find(
      (element): element is HTMLButtonElement =>
        element.matches('button:not([type=button],[type=reset]),input[type=submit],input[type=image]') &&
        shown(element),
    )
  const lookOf = (field: Element) => {
    const { borderColor, borderWidth, backgroundColor, boxShadow } = getComputedStyle(field)
    return [borderColor, borderWidth, backgroundColor, boxShadow, (field as HTMLElement).className].join('|')
  }
  const labelOf = (field: Element) => clean(axe.commons.text.accessibleText(field)).slice(0, 100)

  /** Visible text by its block. */
  const blocks = () => {
    const found = new Map<Element, string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let block = node.parentElement
      if (!block || /^(script|style|noscript|template|option|textarea)$/.test(block.localName) || !shown(block))
        continue
      while (block.parentElement && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement
      found.set(block, `${found.get(block) ?? ''}${(node as Text).data}`)
    }
    return [...found].map(([element, text]) => ({ element, text: clean(text) })).filter(({ text }) => text !== '')
  }

  axe.setup(document)
  try {
    if (!before) {
      const [form] = Array.from(document.forms)
        .filter(one => one.getAttribute('role') !== 'search' && !one.closest('[role=search],search') && buttonOf(one))
        .sort((a, b) => fieldsIn(b).length - fieldsIn(a).length)
      const button = form && buttonOf(form)
      if (!form || !button || fieldsIn(form).length === 0) return undefined
      kept.__mustdoForm = form
      kept.__mustdoControls = { field: fieldsIn(form)[0], button }
      // What the keyboard does to a field must not be taken for an error's mark.
      ;(document.activeElement as HTMLElement | null)?.blur()
      const fields = fieldsIn(form)
      const told = fields.map(field => ({
        selector: selectorOf(field),
        name: field.name,
        label: labelOf(field),
        type: field.localName === 'input' ? field.type : field.localName,
        required: field.required || field.getAttribute('aria-required') === 'true',
        look: lookOf(field),
      }))
      const filled = fields.some(
        field => /^(text|email|tel|password|search|url|number|date|textarea)$/.test(field.type) && field.value !== '',
      )
      const lines = blocks().map(({ text }) => text)
      button.focus()
      return { fields: told, button: clean(axe.commons.text.accessibleText(button)), filled, lines }
    }

    const end = kept.__mustdoForm ? ('stayed' as const) : ('led' as const)
    const now = fieldsIn(document).filter(field =>
      before.fields.some(({ name, selector }) => (name ? name === field.name : selector === selectorOf(field))),
    )
    const was = (field: Control) =>
      before.fields.find(({ name, selector }) => (name ? name === field.name : selector === selectorOf(field)))
    const active = document.activeElement
    const focused = active === document.body ? null : active
    const refers = (element: Element, attribute: string) =>
      (element.getAttribute(attribute) ?? '')
        .split(/\s+/)
        .flatMap(id => (id ? (document.getElementById(id) ?? []) : []))
    const byCode = (field: Control, block: Element) =>
      [...refers(field, 'aria-describedby'), ...refers(field, 'aria-errormessage'), ...(field.labels ?? [])].some(
        one => one.contains(block) || block.contains(one),
      ) ||
      Array.from(block.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')).some(({ hash }) => hash === `#${field.id}`)
    const byPlace = (block: Element) => {
      for (let at: Element | null = block; at && at !== document.body; at = at.parentElement) {
        const inside = fieldsIn(at)
        if (inside.length > 1 && new Set(inside.map(({ name }) => name)).size > 1) return undefined
        if (inside[0]) return now.includes(inside[0]) ? inside[0] : undefined
      }
      return undefined
    }
    const liveOf = (block: Element) => {
      const region = block.closest('[aria-live],[role=alert],[role=status],[role=log],[role=alertdialog],output')
      if (!region) return ''
      const polite = region.getAttribute('aria-live')
      if (polite === 'off') return ''
      return polite ?? region.getAttribute('role') ?? 'status'
    }
    const fresh = blocks().filter(({ text }) => !before.lines.includes(text))
    const messages = fresh.slice(0, MOST).map(({ element, text }) => {
      const coded = now.filter(field => byCode(field, element))
      const near = coded.length > 0 ? undefined : byPlace(element)
      const hears =
        focused !== null && (element.contains(focused) || (focused !== document.body && focused.contains(element)))
      const described = focused !== null && now.some(field => field === focused && byCode(field, element))
      return {
        text: text.slice(0, 200),
        selector: selectorOf(element),
        live: liveOf(element),
        of: [...coded, ...(near ? [near] : [])].map(labelOf),
        byCode: coded.length > 0,
        focused: hears || described,
      }
    })
    const wrong = focused && now.find(field => field === focused && !field.validity.valid && !field.form?.noValidate)
    const labels = (fields: readonly Control[]) => fields.map(field => labelOf(field))
    return {
      end,
      formThere: now.length > 0,
      native: wrong ? { label: labelOf(wrong), text: wrong.validationMessage } : null,
      messages,
      marked: labels(now.filter(field => field !== focused && lookOf(field) !== was(field)?.look)),
      invalid: labels(now.filter(field => field.getAttribute('aria-invalid') === 'true')),
      focus: !focused
        ? 'nowhere'
        : messages.some(({ focused: heard }) => heard)
          ? 'message'
          : now.some(field => field === focused)
            ? 'field'
            : 'elsewhere',
      cut: fresh.length > MOST ? ['messages'] : [],
    }
  } finally {
    axe.teardown()
  }
}

/** Takes the keyboard to the form's first field or to its button. Runs in the page. */
export function goTo({ control }: { readonly control: 'field' | 'button' }): void {
  ;(globalThis as unknown as Kept).__mustdoControls?.[control]?.focus()
}
