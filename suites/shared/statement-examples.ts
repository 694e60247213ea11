/** Accessibility statements in the words of the model, for the examples of checks. */
import type { Answered, SiteSubject } from '../../runner/check.ts'
import { answer } from './examples.ts'

const parts = {
  intro:
    '<h1>Accessibility statement</h1><p>This accessibility statement applies to this website. We want as many people as possible to be able to use it.</p>',
  contact:
    '<h2>Feedback and contact information</h2><p>If you find a problem, <a href="/contact">fill in our contact form</a>.</p>',
  enforcement:
    '<h2>Enforcement procedure</h2><p>If you are not happy with how we respond, <a href="https://www.equalityadvisoryservice.com/">contact the Equality Advisory and Support Service (EASS)</a>.</p>',
  status:
    '<h2>Compliance status</h2><p>This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due to the non-compliances listed below.</p>',
  failings:
    '<h2>Non-accessible content</h2><p>The content listed below is non-accessible for the following reasons. Scanned letters have no text alternative.</p>',
  dates:
    '<h2>Preparation of this statement</h2><p>This statement was prepared on 2 March 2026. It was last reviewed on 1 September 2026.</p>',
}

/** A model statement with single parts replaced, or left out by an empty text. */
export const statement = (changes: Partial<typeof parts> = {}): Answered =>
  answer(
    200,
    { 'content-type': 'text/html; charset=utf-8' },
    `<html lang="en"><body><nav><a href="/contact">Contact</a></nav><main>${Object.values({ ...parts, ...changes }).join('')}</main></body></html>`,
    { url: 'https://product.example/accessibility' },
  )

export const site: SiteSubject = {
  kind: 'site',
  id: 'site:web',
  url: 'https://product.example/',
  endpoint: 'web',
  pages: ['https://product.example/'],
  accessibilityStatement: 'https://product.example/accessibility',
}
