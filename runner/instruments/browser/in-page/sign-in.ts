/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'

type SignIn = NonNullable<PageDetails['signIn']>
type Field = SignIn['fields'][number]
export type FoundSignIn = Pick<SignIn, 'otherWays' | 'puzzles'> & {
  readonly fields: readonly Omit<Field, 'paste'>[]
}

/** What the page keeps between these steps. */
interface Kept {
  __mustdoSignIn: (HTMLInputElement | HTMLTextAreaElement)[][]
}

/**
 * The fields by which people sign in (name, password, code), the ways in besides them, and puzzles; each field is filled at once, as a
 * password manager does, and emptied again. Undefined where the page asks for neither password nor code, or for a new one. Runs in
 * the page.
 */
export async function readSignInForm(): Promise<FoundSignIn | undefined> {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  const clean = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 150)
  // What is locked until somebody is in it shows itself so.
  ;(document.activeElement as HTMLElement | null)?.blur()
  const inputs = Array.from(document.querySelectorAll('input')).filter(
    input => input.checkVisibility({ visibilityProperty: true }) && !input.disabled,
  )
  const texts = inputs.filter(({ type }) => /^(text|email|tel|number|password|search|url)$/.test(type))
  axe.setup(document)
  try {
    const name = (element: Element) => clean(axe.commons.text.accessibleText(element))
    const masked = (input: HTMLInputElement) =>
      input.type === 'password' || !/^(none)?$/.test(getComputedStyle(input).getPropertyValue('-webkit-text-security'))
    const ofCode =
      /\b(one[- ]?time|security|verification|authenticat\w*|access|sign[- ]?in|log[- ]?in|6[- ]digit) (pass)?code\b|\bpasscode\b/i
    const forms = new Map<Element, HTMLInputElement[]>()
    for (const input of texts) {
      const form = input.form ?? document.body
      forms.set(form, [...(forms.get(form) ?? []), input])
    }
    for (const [form, all] of forms) {
      const single = all.filter(({ maxLength }) => maxLength === 1)
      const whole = all.filter(input => masked(input) && input.maxLength !== 1)
      const fresh = whole.length > 1 || all.some(({ autocomplete }) => /new-password/.test(autocomplete))
      const code = all.find(input => /one-time-code/.test(input.autocomplete) || ofCode.test(name(input)))
      if (fresh || (whole.length === 0 && !code && !(single.length > 1 && single.some(masked)))) continue
      const password = whole[0]
      const user =
        password && all.slice(0, all.indexOf(password)).findLast(input => /^(text|email|tel)$/.test(input.type))
      const chosen = [
        ...(user && user !== code ? [{ purpose: 'user' as const, boxes: [user] }] : []),
        ...(password ? [{ purpose: 'password' as const, boxes: [password] }] : []),
        ...(code && !single.includes(code) ? [{ purpose: 'code' as const, boxes: [code] }] : []),
        ...(single.length > 1
          ? [{ purpose: single.some(masked) ? ('password' as const) : ('code' as const), boxes: single }]
          : []),
      ]
      ;(globalThis as unknown as Kept).__mustdoSignIn = chosen.map(({ boxes }) => boxes)
      const asked = clean((form as HTMLElement).innerText)
      const inParts =
        /\b\d+(st|nd|rd|th)\b.{0,60}\b(character|letter|digit|number)s?\b|\b(character|letter|digit)s? \d+\b/i
      const fields = []
      for (const { purpose, boxes } of chosen) {
        const [first] = boxes as [HTMLInputElement]
        const { readOnly, type, autocomplete } = first
        const labels = [asked, ...boxes.map(name)].join(' ')
        fields.push({
          purpose,
          selector: [axe.utils.getSelector(first)].flat().join(' >>> '),
          label: name(first),
          type,
          autocomplete,
          boxes: boxes.length,
          inParts: boxes.length > 1 && purpose === 'password' && inParts.test(labels),
          fill: readOnly || !(await keepsFill(first)) ? ('lost' as const) : ('kept' as const),
        })
      }
      return { fields, otherWays: waysBeside(), puzzles: puzzlesIn(form) }
    }
    return undefined
  } finally {
    axe.teardown()
  }

  /** Sets the value and tells of it, as a manager does. */
  async function keepsFill(input: HTMLInputElement): Promise<boolean> {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    const write = (text: string) => {
      set?.call(input, text)
      for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }))
    }
    const text = input.maxLength === 1 ? '1' : '135790'
    write(text)
    await pause(80)
    const kept = input.value.replace(/\D/g, '') === text
    write('')
    return kept
  }

  function waysBeside(): string[] {
    const ways =
      /\b(NHS login|passkeys?|security key|fingerprint|face( ID)?|biometrics?|(magic|sign[- ]?in|log[- ]?in|e-?mail(ed)?) link|without (a )?password|(sign|log) in (with|using|by)|continue (with|to)|single sign-on|smartcard|authenticator app)\b/i
    return Array.from(document.querySelectorAll('a[href],button,input[type=submit],input[type=button]'))
      .filter(element => element.checkVisibility({ visibilityProperty: true }))
      .map(element => clean(axe.commons.text.accessibleText(element)))
      .filter(text => ways.test(text))
      .slice(0, 5)
  }

  function puzzlesIn(form: Element): SignIn['puzzles'] {
    const question =
      /\b(what is|solve|calculate|how much is|work out)\b[^.?]{0,30}\d+ ?([+×x*−-]|plus|minus|times) ?\d+|\b(type|enter|copy|write)\b( in)? (the )?(characters?|letters?|words?|text|numbers?|digits?|code)( that)? (you (can )?see|shown|in the (image|picture))/i
    const said = question.exec((form as HTMLElement).innerText.replace(/\s+/g, ' '))?.[0]
    const box = document.querySelector(
      'iframe[src*="captcha" i],iframe[title*="captcha" i],.g-recaptcha,.h-captcha,img[src*="captcha" i],img[alt*="captcha" i]',
    )
    return [
      ...(said ? [{ kind: 'question' as const, text: clean(said) }] : []),
      ...(box && !said ? [{ kind: 'captcha' as const, text: clean(box.getAttribute('title') ?? box.className) }] : []),
    ]
  }
}

/** Puts a text where Ctrl+C takes it from. Runs in the page. */
export function offerText(text: string): void {
  const input = document.createElement('textarea')
  input.value = text
  input.id = 'mustdo-offer'
  document.body.append(input)
  input.select()
}

/** Takes the keyboard to a field of the form, or back to the text that was offered, emptied. Runs in the page. */
export function focusField(at: number): void {
  const field =
    (globalThis as unknown as Kept).__mustdoSignIn[at]?.[0] ??
    (document.getElementById('mustdo-offer') as HTMLTextAreaElement)
  if (field.id === 'mustdo-offer') field.value = ''
  field.focus()
}

/** How many characters the field holds, all boxes together; they are emptied. Runs in the page. */
export function takeText(at: number): number {
  const boxes = (globalThis as unknown as Kept).__mustdoSignIn[at] ?? [
    document.getElementById('mustdo-offer') as HTMLTextAreaElement,
  ]
  const length = boxes.reduce((total, box) => total + box.value.length, 0)
  for (const box of boxes) box.value = ''
  return length
}

/** Takes away what was offered. Runs in the page. */
export function endOffer(): void {
  document.getElementById('mustdo-offer')?.remove()
}
