import { type Answered, check, type Exchange } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { parseHtml } from '../../shared/html.ts'

const MOST_FOLDERS = 6

/** The folders of an address, nearest first: /a/b/c.css lies in /a/b/ and /a/. */
function foldersOf(address: string, base: string): string[] {
  if (!URL.canParse(address, base)) return []
  const url = new URL(address, base)
  if (url.origin !== new URL(base).origin) return []
  const parts = url.pathname.split('/').slice(1, -1)
  return parts.map((_, place) => new URL(`/${parts.slice(0, parts.length - place).join('/')}/`, base).href)
}

function foldersIn({ request, response }: Exchange): string[] {
  const root = /html/i.test(response?.headers['content-type'] ?? '') ? parseHtml(response?.body.text ?? '') : undefined
  const loaded = root?.querySelectorAll('script[src],img[src],link[href]') ?? []
  const addresses = loaded.flatMap(one => one.getAttribute('src') ?? one.getAttribute('href') ?? [])
  return [request.url, ...addresses].flatMap(address => foldersOf(address, request.url))
}

/** Titles that servers give their lists name a path (`Index of /assets/`); a page may be an index of other things. */
function listing({ response }: Answered): Fault | undefined {
  const text = response.body.text ?? ''
  if (response.status !== 200) return undefined
  const isBucket = /<ListBucketResult[\s>]/.test(text)
  const title = /<(title|h1)[^>]*>\s*(index of|directory listing (for|of)|listing directory|directory:?)\s+\//i.test(
    text,
  )
  const isIis = /\[To Parent Directory\]/i.test(text)
  return isBucket || isIis || (title && /<a\s/i.test(text))
    ? { key: 'listed', expected: '403 or 404', actual: 'a list of files' }
    : undefined
}

/** Folders are not listed (ASVS 13.4.3). Asked for are the origin's root and the folders that its pages load from, six at most. */
export default check({
  id: 'exposure/directory-listing',
  version: 2,
  title: 'Folders are not listed',
  verifies: { 'SEC-INF-005': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Switch off automatic indexes (`autoindex off`, `Options -Indexes`).',

  probe: async ({ http, subject }) => {
    const known = await Promise.all(subject.samples.slice(0, 3).map(url => http.get(url)))
    const folders = [...new Set([subject.url, ...known.flatMap(foldersIn)])].slice(0, MOST_FOLDERS)
    return { folders: await Promise.all(folders.map(url => http.get(url))) }
  },

  judge: ({ folders }) => faultsIn(folders, listing),

  messages: { listed: '{at} shows {actual} to anybody.' },

  examples: [
    shown('forbidden', 403, '', 'passed'),
    shown('an index of other things', 200, '<h1>Index of conditions A to Z</h1><a href="/asthma">Asthma</a>', 'passed'),
    shown('Apache or nginx', 200, '<title>Index of /assets/</title><a href="../">../</a>', 'failed'),
    shown('Python', 200, '<h1>Directory listing for /static/</h1><a href="a.js">a.js</a>', 'failed'),
    shown('IIS', 200, '<pre><A HREF="/">[To Parent Directory]</A></pre>', 'failed'),
    shown('a bucket', 200, '<ListBucketResult xmlns="x"><Name>records</Name></ListBucketResult>', 'failed'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { folders: [gatewayPage()] },
    },
  ],
})

function shown(name: string, status: number, body: string, outcome: 'passed' | 'failed') {
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: { folders: [answer(status, {}, body)] } }
}
