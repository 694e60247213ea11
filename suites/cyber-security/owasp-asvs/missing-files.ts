import { type Answered, cantTell, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { askPages, documentsAmong, pagesOf } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }

/** One piece of code routes them all. */
const MOST = 3

/** A page came, with status 2xx. */
const wellMet = (one: Exchange | undefined): boolean =>
  one?.response !== undefined && documentsAmong([one as Answered]).length > 0

/**
 * A style sheet that does not exist, below the address of a page, is not answered with the page (ASVS 5.0, 14.2.5): a cache that
 * goes by file names would keep it, and with it what a signed-in user saw. Asked with an address that nobody else will ever ask for;
 * where the page came, it is asked for once more without a sign-in. An application that answers every address with one and the same
 * page, to nobody in particular, gives nothing away. Other ways to mislead a cache a person tries.
 */
export default check({
  id: 'caching/missing-files',
  version: 2,
  title: 'A file that does not exist is not answered with a page',
  verifies: { 'SEC-CACHE-007': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'authenticated-read',
  fix: 'Answer 404 to addresses that go on after the one of a page, and let caches go by Content-Type and Cache-Control, never by file name.',

  probe: async context => {
    const { http, landscape, subject, nonce } = context
    const pages = await askPages(context)
    const own = landscape.facts.identities.flatMap(({ name, ownPage }) =>
      ownPage && new URL(ownPage).origin === new URL(subject.url).origin ? [{ url: ownPage, identity: name }] : [],
    )
    const open = pagesOf(context).filter((_page, i) => wellMet(pages[i]))
    // Pages deep in the site are more telling than its front, below which most files are.
    const deep = open.filter(({ url }) => new URL(url).pathname !== '/')
    const asked = [...own.slice(0, 1), ...(deep.length > 0 ? deep : open)].slice(0, MOST)
    if (asked.length === 0) return noData('a page that answers with HTML')
    const name = `${nonce()}.css`
    const answers = await Promise.all(
      asked.map(async ({ url, identity }) => {
        const { origin, pathname } = new URL(url)
        const file = `${origin}${pathname.replace(/\/$/, '')}/${name}`
        const headers = { accept: 'text/css,*/*;q=0.1' }
        const missing = await http.get(file, { headers, as: identity })
        const again = identity && wellMet(missing) ? [await http.get(file, { headers, fresh: true })] : []
        return { missing, again }
      }),
    )
    const shell: Exchange[] = answers.some(({ missing }) => wellMet(missing))
      ? [
          await http.get(new URL(`/${name}`, subject.url).href, {
            headers: { accept: 'text/css,*/*;q=0.1' },
            fresh: true,
          }),
        ]
      : []
    return { answers, shell }
  },

  judge: ({ answers, shell }, { url }) => {
    const everywhere = new Set(shell.filter(wellMet).map(one => one.response?.body.digest))
    const found = answers.flatMap(({ missing, again }) => {
      const said = { at: missing.request.url, expected: '404', actual: String(missing.response.status) }
      if (missing.response.status >= 500) return [cantTell('broke', said)]
      if (!wellMet(missing) || everywhere.has(missing.response.body.digest)) return []
      const kept = again.some(one => wellMet(one) && one.response.body.digest === missing.response.body.digest)
      return [failed(kept ? 'for-nobody' : 'page', said)]
    })
    return found.length > 0 ? found : passed({ at: url })
  },

  messages: {
    page: '{at} names a style sheet that does not exist, and was answered with a page.',
    'for-nobody':
      '{at} names a style sheet that does not exist, and was answered with a page: first to a signed-in user, then the same to nobody.',
    broke: '{at} names a style sheet that does not exist, and was answered with {actual}.',
  },

  examples: [
    met('not found', [answer(404, html, '<!doctype html>Not found')], 'passed'),
    met('led to the sign-in', [answer(303, { location: '/sign-in' })], 'passed'),
    met('a style sheet', [answer(200, { 'content-type': 'text/css' }, 'body{}')], 'passed'),
    met('the page', [answer(200, html, '<!doctype html>Your record')], 'failed', 'page'),
    met('the page, and a refusal', [answer(200, html, '<!doctype html>A'), answer(401)], 'failed', 'page'),
    met('kept for all', [answer(200, html, 'A'), answer(200, html, 'A')], 'failed', 'for-nobody'),
    met('the page of every address', [answer(200, html, 'A'), answer(200, html, 'A')], 'passed', undefined, [
      answer(200, html, 'A'),
    ]),
    met('another page elsewhere', [answer(200, html, 'A')], 'failed', 'page', [answer(200, html, 'B')]),
    met('falls over', [answer(500)], 'cantTell', 'broke'),
    met('a gateway answers', [gatewayPage()], 'cantTell'),
    { name: 'no page', from: SUPPLIER, outcome: 'untested', seen: noData('a page that answers with HTML') },
  ],
})
function met(
  name: string,
  [missing, ...again]: readonly [Exchange, ...Exchange[]],
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
  shell: Exchange[] = [],
) {
  return { name, from: SUPPLIER, outcome, seen: { answers: [{ missing, again }], shell }, ...(key && { keys: [key] }) }
}
