import { expect, test } from 'vitest'
import type { PageVisit } from '../record.ts'
import { pagesRecord } from '../testing/pages.ts'
import { render } from './render.ts'

const visit = (id: string, documents?: readonly string[]): PageVisit => ({
  id,
  key: id,
  kind: 'page',
  at: '2026-11-22T10:00:00.000Z',
  ms: 900,
  url: 'https://portal.acme.example/',
  as: null,
  finalUrl: 'https://portal.acme.example/',
  status: 200,
  browser: 'Chromium 143',
  engines: [],
  hits: [],
  // Only what is looked at here.
  ...(documents && { details: { documents } as unknown as NonNullable<PageVisit['details']> }),
  resources: [],
  wouldHaveSent: [],
})
const seen = (...observations: PageVisit[]) =>
  render({ ...pagesRecord(), observations }).replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')

test('linked documents are said to be not looked into, on the first page by number and in the method by name', () => {
  const [leaflet, form] = ['https://portal.acme.example/leaflet.pdf', 'https://portal.acme.example/form.docx']
  const page = seen(visit('o1', [leaflet, form]), visit('o2', [leaflet]), visit('o3'))
  expect(page).toContain('2 linked documents (PDF and the like) not looked into')
  expect(page).toMatch(
    /Linked documents, not looked into<\/dt>\s*<dd>https:\/\/\S+form\.docx<\/dd>\s*<dd>\S+leaflet\.pdf</,
  )
})

test('a run whose pages link to none says nothing of documents', () => {
  expect(seen(visit('o1'))).not.toContain('linked document')
})
