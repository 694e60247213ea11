import { type Answered, cantTell, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { policiesOf } from '../../shared/csp.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'

/** Elements and the attribute that names what is loaded or sent to, by what comes of it (W3C Mixed Content, 3). */
const kinds = {
  active: [
    ['script', 'src'],
    ['iframe', 'src'],
    ['link[rel~=stylesheet i],link[rel~=modulepreload i]', 'href'],
    ['object', 'data'],
    ['embed', 'src'],
  ],
  passive: [
    ['img,audio,video,source,track,input[type=image i]', 'src'],
    ['img,source', 'srcset'],
    ['video', 'poster'],
    ['link[rel~=icon i]', 'href'],
  ],
  sent: [
    ['form', 'action'],
    ['button,input', 'formaction'],
  ],
} as const

/** What an attribute names, as addresses against the page's base; candidates of a srcset each for itself. */
const addressesIn = (value: string, attribute: string, base: string): URL[] =>
  (attribute === 'srcset' ? value.split(/,\s+/) : [value]).flatMap(one => {
    const [address = ''] = one.trim().split(/\s+/)
    return URL.canParse(address, base) ? [new URL(address, base)] : []
  })

/** Each thing that the page loads or sends over plain HTTP, once. A policy of its own may have browsers ask for it over HTTPS. */
function plainIn(page: Answered): Decision[] {
  const { request, response } = page
  if (policiesOf(page).some(policy => policy.has('upgrade-insecure-requests'))) return []
  const root = parseHtml(response.body.text ?? '')
  const named = root.querySelector('base[href]')?.getAttribute('href') ?? ''
  const base = URL.canParse(named, request.url) ? new URL(named, request.url).href : request.url
  return Object.entries(kinds).flatMap(([key, pairs]) => {
    const found = pairs.flatMap(([selector, attribute]) =>
      root
        .querySelectorAll(selector)
        .flatMap(element => addressesIn(element.getAttribute(attribute) ?? '', attribute, base)),
    )
    const plain = new Set(found.filter(({ protocol }) => protocol === 'http:').map(url => url.origin + url.pathname))
    return [...plain].map(actual => failed(key, { at: request.url, expected: 'https:', actual }))
  })
}

/**
 * Pages over HTTPS load nothing over plain HTTP and send no form there (ASVS 12.2.1). Browsers block what is active, and ask for the rest
 * over HTTPS where they are new (W3C Mixed Content, 4 and 5); older ones do not. Links to other pages are no content. What styles and
 * scripts go on to load does not stand in the page and is not asked about.
 */
export default check({
  id: 'pages/mixed-content',
  version: 1,
  title: 'Pages load and send nothing over plain HTTP',
  verifies: { 'SEC-WEB-007': 'all' },
  subjects: ({ sites }) => sites.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Write https: in the address, or leave the scheme out of it.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }, { url }) => {
    const documents = documentsAmong(pages)
    if (documents.length === 0) return cantTell(noDocument.key, noDocument)
    const told = new Set<string>()
    const found = documents.flatMap(plainIn).filter(({ key, actual }) => {
      const said = `${key} ${actual}`
      return !told.has(said) && told.add(said)
    })
    return found.length > 0 ? found : passed({ at: url })
  },

  messages: {
    active: '{at} loads {actual} over plain HTTP as a script, style or frame; browsers block it.',
    passive: '{at} shows {actual} over plain HTTP; older browsers load it where anybody may change it.',
    sent: '{at} has a form that is sent to {actual} over plain HTTP, where anybody may read it.',
    'no-document': '{message}',
  },

  examples: [
    shown('all over HTTPS', '<script src="/a.js"></script><img src="//cdn.example/a.png" alt="">', 'passed'),
    shown('a link to another page', '<a href="http://www.elsewhere.example/">Elsewhere</a>', 'passed'),
    shown('a script', '<script src="http://cdn.example/a.js"></script>', 'failed', 'active'),
    shown('a picture', '<img srcset="/a.png 1x, http://cdn.example/b.png 2x" alt="">', 'failed', 'passive'),
    shown('a form, by its base', '<base href="http://product.example/"><form action="send">', 'failed', 'sent'),
    {
      name: 'a policy that has browsers ask over HTTPS',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        pages: [
          answer(
            200,
            { 'content-type': 'text/html', 'content-security-policy': 'upgrade-insecure-requests' },
            '<img src="http://cdn.example/a.png" alt="">',
          ),
        ],
      },
    },
    { name: 'no page', from: SUPPLIER, outcome: 'cantTell', keys: ['no-document'], seen: { pages: [answer(404)] } },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function shown(name: string, body: string, outcome: 'passed' | 'failed', key?: string) {
  const seen = { pages: [answer(200, { 'content-type': 'text/html' }, `<!doctype html>${body}`)] }
  return { name, from: SUPPLIER, outcome, seen, ...(key && { keys: [key] }) }
}
