import type { HTMLElement } from 'node-html-parser'
import { type Answered, advice, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { askPages, documentsAmong } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'
import { SUPPLIER } from '../../shared/page-examples.ts'

const LEAST = 64

function faultsOf(field: HTMLElement, at: string): Decision[] {
  const told = (name: string) => field.getAttribute(name) ?? ''
  const most = told('maxlength')
  const found: Decision[] = []
  if (/^\d+$/.test(most.trim()) && Number(most) < LEAST)
    found.push(failed('too-short', { at, expected: `${LEAST} characters or more`, actual: most }))
  if (/return\s+false|preventDefault/.test(told('onpaste')))
    found.push(failed('no-paste', { at, expected: 'no onpaste that stops it', actual: told('onpaste') }))
  // A look-ahead is how a pattern asks for a digit, a capital and a sign all at once.
  if (/\(\?=/.test(told('pattern')))
    found.push(failed('composed', { at, expected: 'no pattern', actual: told('pattern') }))
  if (/^(off|false|none)$/i.test(told('autocomplete')))
    found.push(advice('no-manager', { at, expected: 'current-password or new-password', actual: told('autocomplete') }))
  return found
}

/**
 * Password fields, as their HTML says, take 64 characters, pasting, and no rules about kinds of characters (OWASP ASVS 5.0, 6.2.5, 6.2.7,
 * 6.2.9). Browsers pass over autocomplete=off in them, so that it is an advice. What scripts do is left to a person.
 */
export default check({
  id: 'pages/password-fields',
  version: 2,
  title: 'Password fields allow pasting, managers and long passphrases',
  verifies: { 'SEC-API-021': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Leave maxlength at 64 or more, pattern and onpaste away, and set autocomplete to current-password or new-password.',
  probe: async context => ({ pages: await askPages(context) }),
  judge: ({ pages }, { url }) => {
    const fields = documentsAmong(pages).flatMap(fieldsOf)
    if (fields.length === 0) return nothingSeen(url)
    const found = fields.flatMap(({ field, at }) => faultsOf(field, at))
    const decided = found.some(one => !one.advice)
    return decided ? found : [passed({ at: fields[0]?.at ?? url }), ...found]
  },
  messages: {
    'too-short': 'A password field at {at} takes {actual} characters at most.',
    'no-paste': 'A password field at {at} stops pasting ({actual}).',
    composed: 'A password field at {at} has rules about kinds of characters ({actual}).',
    'no-manager': 'A password field at {at} asks managers to stay away (autocomplete {actual}); browsers ignore it.',
    'no-field': 'None of the pages listed for {at} has a password field.',
  },
  examples: [
    form('a good one', 'autocomplete="current-password"', 'passed'),
    form('a long limit', 'maxlength="128"', 'passed'),
    form('a plain pattern is no composition rule', 'pattern=".{8,}"', 'passed'),
    form('managers are turned away in vain', 'autocomplete="off"', 'passed', 'passed', 'no-manager'),
    form('cut short', 'maxlength="20"', 'failed', 'too-short'),
    form('no pasting', 'onpaste="return false"', 'failed', 'no-paste'),
    form('a capital and a digit', 'pattern="(?=.*\\d)(?=.*[A-Z]).{8,}"', 'failed', 'composed'),
    {
      name: 'no sign-in page listed',
      from: SUPPLIER,
      outcome: 'untested',
      keys: ['no-field'],
      seen: { pages: [answer(200, { 'content-type': 'text/html' }, '<p>Hello</p>')] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function fieldsOf({ request, response }: Answered) {
  const found = parseHtml(response.body.text ?? '').querySelectorAll('input')
  return found
    .filter(field => field.getAttribute('type')?.toLowerCase() === 'password')
    .map(field => ({ field, at: request.url }))
}
function nothingSeen(at: string): Decision {
  const act =
    'list the sign-in page under pages in the target file, or claim that the product has no passwords of its own'
  return { outcome: 'untested', key: 'no-field', at, owes: { who: 'supplier', act } }
}
function form(name: string, attributes: string, outcome: 'passed' | 'failed', ...keys: readonly string[]) {
  const html = `<form method="post"><input type="password" name="password" ${attributes}></form>`
  const seen = { pages: [answer(200, { 'content-type': 'text/html' }, html)] }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
