import { expect, test } from 'vitest'
import { answer } from './examples.ts'
import { askingElsewhere, ELSEWHERE, leadingOn, usualNames } from './redirecting.ts'

const page = (html: string, url = 'https://product.example/') =>
  answer(200, { 'content-type': 'text/html' }, `<!doctype html>${html}`, { url })
const paths = (html: string) => leadingOn([page(html)]).map(({ url, names }) => [new URL(url).pathname, names.length])

test('Links with an address in a parameter, sign-in addresses and forms by GET may lead on', () => {
  expect(paths('<a href="/go?id=7&to=/about">x</a>')).toEqual([['/go', 1]])
  expect(paths('<a href="/account/login">x</a>')).toEqual([['/account/login', usualNames.length]])
  expect(paths('<form action="/leave"><input name="returnUrl"><input name="q"></form>')).toEqual([['/leave', 2]])
  expect(leadingOn([answer(302, { location: '/sign-in?next=%2Frecord' })]).map(({ url }) => url)).toEqual([
    'https://product.example/sign-in?next=%2Frecord',
    'https://product.example/sign-in',
  ])
})

test('Ordinary links, other hosts, forms by POST and the redirect_uri of OAuth are left alone', () => {
  expect(paths('<a href="/about?page=2">x</a><a href="https://elsewhere.example/login?next=/">y</a>')).toEqual([])
  expect(paths('<form method="post" action="/save"><input name="next"></form>')).toEqual([])
  expect(paths('<a href="/oauth?redirect_uri=https://product.example/back">x</a>')).toEqual([])
})

test('An address is asked to lead elsewhere with its other parameters as they were', () => {
  const [first = ''] = askingElsewhere({ url: 'https://product.example/go?id=7&to=/about', names: ['to'] })
  expect([...new URL(first).searchParams]).toEqual([
    ['id', '7'],
    ['to', `https://${ELSEWHERE}/`],
  ])
})
