import { type Answered, cantTell, check, failed, passed } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'

const hash = /(^|\s)sha(256|384|512)-[A-Za-z0-9+/=_-]+/

/** Addresses of scripts and styles from other origins that the page loads without a hash. */
function unguarded({ request, response }: Answered, own: readonly string[]): string[] {
  const root = parseHtml(response.body.text ?? '')
  const loaded = [
    ...root.querySelectorAll('script[src]').map(element => ({ element, address: element.getAttribute('src') })),
    ...root
      .querySelectorAll('link[href]')
      .filter(element => /(^|\s)(stylesheet|modulepreload)(\s|$)/i.test(element.getAttribute('rel') ?? ''))
      .map(element => ({ element, address: element.getAttribute('href') })),
  ]
  return loaded.flatMap(({ element, address }) => {
    if (!address || !URL.canParse(address, request.url)) return []
    const url = new URL(address, request.url)
    const guarded =
      !/^https?:$/.test(url.protocol) || own.includes(url.origin) || hash.test(element.getAttribute('integrity') ?? '')
    return guarded ? [] : [url.origin + url.pathname]
  })
}

/**
 * Scripts and styles of other origins carry an integrity hash (ASVS 3.6.1). Every origin in the target file is the product's own.
 * Fonts, pictures and what scripts load later cannot carry one and are not asked about.
 */
export default check({
  id: 'pages/subresource-integrity',
  version: 2,
  title: 'Scripts and styles of other sites are pinned by a hash',
  verifies: { 'SEC-HDR-011': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Host the file yourself, or add `integrity="sha384-…" crossorigin="anonymous"` to the element.',

  probe: async context => ({ pages: await askPages(context), own: context.landscape.facts.origins }),

  judge: ({ pages, own }, { url }) => {
    const documents = documentsAmong(pages)
    if (documents.length === 0) return cantTell(noDocument.key, noDocument)
    const origins = [...own, new URL(url).origin]
    const places = new Map<string, string>()
    for (const page of documents)
      for (const address of unguarded(page, origins)) if (!places.has(address)) places.set(address, page.request.url)
    const found = [...places].map(([actual, at]) => failed('unguarded', { at, expected: 'an integrity hash', actual }))
    return found.length > 0 ? found : passed({ at: url })
  },

  messages: {
    unguarded: '{at} loads {actual} from another site without an integrity hash.',
    'no-document': '{message}',
  },

  examples: [
    shown('all from the site itself', '<script src="/a.js"></script><link rel="stylesheet" href="a.css">', 'passed'),
    shown(
      'from another origin of the product',
      '<script src="https://static.product.example/a.js"></script>',
      'passed',
    ),
    shown(
      'pinned',
      '<script src="https://cdn.example/a.js" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC" crossorigin></script>',
      'passed',
    ),
    shown(
      'links to other sites load nothing',
      '<link rel="canonical" href="https://cdn.example/"><a href="https://cdn.example/a.js">x</a>',
      'passed',
    ),
    shown('a script', '<script src="//cdn.example/a.js?v=1"></script>', 'failed'),
    shown('a style', '<link rel="preload stylesheet" href="https://fonts.example/css">', 'failed'),
    {
      name: 'no page among the answers',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-document'],
      seen: { pages: [answer(401)], own: [] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()], own: [] },
    },
  ],
})

function shown(name: string, html: string, outcome: 'passed' | 'failed') {
  const own = ['https://product.example', 'https://static.product.example']
  const seen = { pages: [answer(200, { 'content-type': 'text/html' }, `<!doctype html>${html}`)], own }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen }
}
