/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/** The page itself has a title: one inside a frame, a shadow tree or a picture is none. */
export const pageTitle = pageRule({
  id: 'page-title',
  act: ['2779a5'],
  criteria: ['2.4.2'],
  find: () =>
    document.documentElement.localName === 'html' && document.title.trim() === ''
      ? [{ element: document.documentElement }]
      : [],
})
