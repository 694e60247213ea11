/// <reference lib="dom" />
import type { JourneyField, JourneyPage } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'

/** What was entered on earlier pages, with the numbers that stand for it; secrets are not among it. */
export type Earlier = readonly { readonly value: string; readonly entered: number }[]
export type Asked = Pick<JourneyPage, 'takeOvers' | 'shown'> & {
  readonly fields: readonly Omit<JourneyField, 'entered'>[]
}

/**
 * The fields that a page asks for, and what it offers of what was entered before. Runs in the page, so it must not refer to anything
 * outside itself. Needs axe-core there.
 */
export function readAsked(earlier: Earlier): Asked {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const clean = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 100)
  const same = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase()
  const takesOver =
    /\b(same as|same (\w+ )?(address|details|name|person)|as above|(use|copy|choose|select) (my|the|this|your|previous|earlier|saved|these)|already (gave|given|entered|told))\b/i
  type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
  const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const all = <E extends Element>(selector: string) => Array.from(document.querySelectorAll<E>(selector))
  axe.setup(document)
  try {
    const nameOf = (element: Element) => clean(axe.commons.text.accessibleText(element))
    const holds = (field: Control) =>
      field.matches('[type=checkbox],[type=radio]')
        ? Array.from(document.querySelectorAll<HTMLInputElement>('input')).some(
            one => one.name === field.name && one.checked,
          )
        : field.value.trim() !== ''
    const listed = (field: Control) =>
      Array.from((field as HTMLInputElement).list?.options ?? []).some(({ value }) =>
        earlier.some(one => same(one.value) === same(value)),
      )
    const text = same(document.body?.innerText ?? '')
    return {
      fields: all<Control>(
        'input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea',
      )
        .filter(field => shown(field) && !field.disabled && !(field as HTMLInputElement).readOnly)
        .map(field => ({
          selector: [axe.utils.getSelector(field)].flat().join(' >>> '),
          label: nameOf(field),
          type: field.localName === 'input' ? field.type : field.localName,
          autocomplete: (field.getAttribute('autocomplete') ?? '').trim().toLowerCase(),
          required: field.required || field.getAttribute('aria-required') === 'true',
          filled: holds(field),
          offers: listed(field),
        })),
      takeOvers: all('input[type=checkbox],input[type=radio],button,a[href]')
        .filter(shown)
        .map(nameOf)
        .filter(name => takesOver.test(name)),
      shown: earlier
        .filter(({ value }) => value.length > 2 && text.includes(same(value)))
        .map(({ entered }) => entered),
    }
  } finally {
    axe.teardown()
  }
}
