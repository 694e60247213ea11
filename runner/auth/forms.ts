/** The form of a sign-in page, filled in as a person would who has one user name and one password. */
import type { HTMLElement } from 'node-html-parser'
import { parseHtml } from '../../suites/shared/html.ts'
import type { AuthorizationCodeAuth } from '../target/model.ts'

export interface FilledForm {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Whether the password is in it. */
  readonly signsIn: boolean
}

type Answers = Pick<AuthorizationCodeAuth, 'username' | 'fields'> & { readonly password: string }

/**
 * The form that leads on: the one that asks for a password, else the first that is posted. Undefined for a page without one. The
 * first button of it is pressed; hidden fields go back as they came (HTML, 4.10.21).
 */
export function filledForm(html: string, pageUrl: string, answers: Answers): FilledForm | undefined {
  const forms = parseHtml(html).querySelectorAll('form')
  const isPost = (form: HTMLElement) => form.getAttribute('method')?.toLowerCase() === 'post'
  const form = forms.find(asksForPassword) ?? forms.find(isPost)
  if (!form) return undefined
  const action = decoded(form.getAttribute('action') ?? '')
  if (!URL.canParse(action, pageUrl)) return undefined
  return {
    method: isPost(form) ? 'POST' : 'GET',
    url: new URL(action, pageUrl).href,
    fields: fieldsOf(form, answers),
    signsIn: asksForPassword(form),
  }
}

const asksForPassword = (form: HTMLElement): boolean => form.querySelector('input[type=password]') !== null

function fieldsOf(form: HTMLElement, { username, password, fields }: Answers): [string, string][] {
  const filled: [string, string][] = []
  let named = false
  let pressed = false
  for (const control of form.querySelectorAll('input, select, textarea, button')) {
    const name = decoded(control.getAttribute('name') ?? '')
    const type = typeOf(control)
    const value = decoded(control.getAttribute('value') ?? '')
    if (type === 'submit') {
      if (!pressed && name) filled.push([name, value])
      pressed = true
    } else if (!name || ignored.has(type)) continue
    else if (fields[name] !== undefined) filled.push([name, fields[name]])
    else if (type === 'password') filled.push([name, password])
    else if (type === 'checkbox' || type === 'radio') {
      if (control.hasAttribute('checked')) filled.push([name, value || 'on'])
    } else if (/^(text|email|tel)$/.test(type) && !named) {
      filled.push([name, username])
      named = true
    } else filled.push([name, value])
  }
  return filled
}

const ignored = new Set(['button', 'reset', 'image', 'file'])

function typeOf(control: HTMLElement): string {
  const type = control.getAttribute('type')?.toLowerCase()
  if (control.tagName === 'BUTTON') return type ?? 'submit'
  return control.tagName === 'INPUT' ? (type ?? 'text') : control.tagName.toLowerCase()
}

/** node-html-parser gives attributes decoded already but for numeric references of some kinds; `&amp;` in an action is the usual one. */
const decoded = (text: string): string => text.replaceAll('&amp;', '&')
