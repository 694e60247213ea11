import { expect, test } from 'vitest'
import { Cookies } from './cookies.ts'

const cookies = (...fields: string[]) => {
  const jar = new Cookies()
  jar.take(
    'https://login.example/a/b/sign-in',
    fields.map(field => ['Set-Cookie', field] as const),
  )
  return jar
}

test('a cookie goes back to its own host and below its path, and nowhere else', () => {
  const jar = cookies('here=1', 'all=2; Path=/; Secure', 'a=3; Path=/a')
  expect(jar.for('https://login.example/a/b/next')).toBe('here=1; all=2; a=3')
  expect(jar.for('https://login.example/ab')).toBe('all=2')
  expect(jar.for('https://other.example/a/b/next')).toBeUndefined()
})

test('a later value takes the place of an earlier one, and an expired one ends it', () => {
  const jar = cookies('id=1; Path=/', 'id=2; Path=/')
  expect(jar.for('https://login.example/')).toBe('id=2')
  jar.take('https://login.example/', [['set-cookie', 'id=; Path=/; Max-Age=0']])
  expect(jar.for('https://login.example/')).toBeUndefined()
})
