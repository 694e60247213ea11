import { expect, test } from 'vitest'
import { filledForm } from './forms.ts'

const answers = { username: 'sian', password: 'secret', fields: { consent: 'accept' } }
const filled = (html: string) => filledForm(html, 'https://login.example/realms/a?x=1', answers)

test('the form that asks for a password is taken, with its hidden fields and its first button', () => {
  const form = filled(`<form action="/search"><input name="q"></form>
    <form method="post" action="sign-in?session_code=a&amp;tab=b"><input type="hidden" name="csrf" value="t1">
    <input name="user"><input type="password" name="pass"><input type="checkbox" name="remember">
    <button name="go" value="yes">Go</button><button name="cancel" value="no">Cancel</button></form>`)
  expect(form).toEqual({
    method: 'POST',
    url: 'https://login.example/realms/sign-in?session_code=a&tab=b',
    fields: [
      ['csrf', 't1'],
      ['user', 'sian'],
      ['pass', 'secret'],
      ['go', 'yes'],
    ],
    signsIn: true,
  })
})

test('a consent form is filled by the names the target file gives, and posted to its own page without an action', () => {
  const form = filled(
    '<form method="POST"><select name="consent"><option value="deny">No</option></select><input type="submit" value="On"></form>',
  )
  expect(form).toMatchObject({ url: 'https://login.example/realms/a?x=1', signsIn: false })
  expect(form?.fields).toEqual([['consent', 'accept']])
})

test('a page without a form that is posted leads nowhere', () => {
  expect(filled('<h1>Error</h1><form action="/search"><input name="q"></form>')).toBeUndefined()
})
