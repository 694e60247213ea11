import { type Answered, check, type Decision, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { askPages, documentsAmong } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isObject } from '../../shared/resource.ts'
import { assetsOf } from '../../shared/site-assets.ts'

/** Kept small: one build makes all scripts, and one editor left what it left. */
const MOST_SCRIPTS = 4
const MOST_COPIES = 2
const endings = ['~', '.bak', '.old', '.orig']
/** What Vim calls the swap file of an open file. */
const swapOf = (url: string) => url.replace(/([^/]*)$/, '.$1.swp')
/** As deployments by hand are called: whole folders in one file. */
const archives = ['backup', 'site', 'www']

/** The address of a script's source map (ECMA-426, 11.1): of its header, else of its last comment; none of one that it holds itself. */
function mapOf({ request, response }: Exchange): string | undefined {
  const comments = [...(response?.body.text ?? '').matchAll(/^\s*\/\/[#@] sourceMappingURL=(\S+)\s*$/gm)]
  const named = response?.headers['sourcemap'] ?? response?.headers['x-sourcemap'] ?? comments.at(-1)?.[1]
  if (!named || named.startsWith('data:') || !URL.canParse(named, request.url)) return undefined
  const url = new URL(named, request.url)
  return url.origin === new URL(request.url).origin ? url.href : undefined
}

/** The source map that a script holds itself, in base64 as all tools write it. */
function mapWithin({ response }: Answered): unknown {
  const held = /^\s*\/\/[#@] sourceMappingURL=data:application\/json[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/m.exec(
    response.body.text ?? '',
  )?.[1]
  if (!held) return undefined
  try {
    return JSON.parse(atob(held))
  } catch {
    return undefined // cut short, or no map after all
  }
}

const isOpen = ({ response }: Answered) => response.status >= 200 && response.status < 300 && response.body.bytes > 0

/** A map that holds sources, and not their names alone. */
function mapped(seen: Answered, map: unknown, expected: string): Decision[] {
  const sources = isObject(map) ? map['sourcesContent'] : undefined
  const held = Array.isArray(sources) ? sources.filter(one => typeof one === 'string' && one !== '').length : 0
  return isOpen(seen) && held > 0
    ? [failed('source-map', { at: seen.request.url, expected, actual: `${held} source files` })]
    : []
}

/**
 * The web server gives out neither the source maps that the product's scripts name nor copies that an editor left beside a page or script
 * (ASVS 13.4.7), nor the whole site in one archive. A name that nobody has is asked for beside each: where that is answered too,
 * nothing can be told from an answer. At most four scripts, two files and three names of archives are looked at.
 */
export default check({
  id: 'exposure/left-behind',
  version: 2,
  title: 'No source maps and no copies of files are served',
  verifies: { 'SEC-INF-009': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Keep source maps for yourself, leave copies out of the deployment, and list the file extensions that may be served.',

  probe: async context => {
    const { http, subject, nonce } = context
    const pages = (await askPages(context)).filter(one => one.response && documentsAmong([one as Answered]).length > 0)
    if (pages.length === 0) return noData('a page that answers with HTML')
    const addresses = [...new Set(pages.flatMap(assetsOf).flatMap(({ kind, url }) => (kind === 'script' ? [url] : [])))]
    const scripts = await Promise.all(addresses.slice(0, MOST_SCRIPTS).map(url => http.get(url)))
    const maps = [...new Set(scripts.flatMap(one => mapOf(one) ?? []))]
    const named = [...addresses, ...pages.map(({ request }) => request.url)].filter(url =>
      /[^/]$/.test(new URL(url).pathname),
    )
    const files = [...new Set(named.map(url => new URL(new URL(url).pathname, subject.url).href))].slice(0, MOST_COPIES)
    const ask = (url: string) => http.get(url)
    const archive = (name: string) => new URL(`/${name}.zip`, subject.url).href
    const families = [
      ...files.map(url => ({
        nowhere: `${url}.${nonce()}`,
        found: [...endings.map(ending => `${url}${ending}`), swapOf(url)],
      })),
      { nowhere: archive(nonce()), found: archives.map(archive) },
    ]
    return {
      scripts: scripts.filter(({ response }) => response),
      maps: await Promise.all(maps.map(ask)),
      copies: await Promise.all(
        families.map(async ({ nowhere, found }) => ({
          nowhere: await ask(nowhere),
          found: await Promise.all(found.map(ask)),
        })),
      ),
    }
  },

  judge: ({ scripts, maps, copies }, { url }) => {
    const left = copies
      .filter(({ nowhere }) => !isOpen(nowhere))
      .flatMap(({ found }) => found.filter(isOpen))
      .map(({ request, response }) =>
        failed('copy', { at: request.url, expected: '404', actual: `${response.body.bytes} bytes` }),
      )
    const wrong = [
      ...maps.flatMap(one => mapped(one, jsonObjectIn(one), '404')),
      ...scripts.flatMap(one => mapped(one, mapWithin(one), 'no source map')),
      ...left,
    ]
    return wrong.length > 0 ? wrong : passed({ at: url })
  },

  messages: {
    'source-map': '{at} gives anybody {actual} of the product, as they were before they were built.',
    copy: '{at} gives anybody a copy of a file ({actual}) that an editor or a person left there.',
  },

  examples: [
    met('none', [], [answer(404)], 'passed'),
    met('a map of names alone', [map({ sources: ['a.ts'] })], [answer(404)], 'passed'),
    met('a map with sources', [map({ sources: ['a.ts'], sourcesContent: ['let a'] })], [], 'failed', 'source-map'),
    {
      ...met('a map in the script', [], [answer(404)], 'failed', 'source-map'),
      seen: { scripts: [holding({ sourcesContent: ['let a'] })], maps: [], copies: [] },
    },
    {
      ...met('a map in the script that was cut', [], [answer(404)], 'passed'),
      seen: {
        scripts: [answer(200, {}, '//# sourceMappingURL=data:application/json;base64,e30x')],
        maps: [],
        copies: [],
      },
    },
    met('a copy', [], [answer(200, {}, '<?php')], 'failed', 'copy'),
    met('one page for every address', [], [answer(200, {}, 'A')], 'passed', undefined, answer(200, {}, 'A')),
    met('a gateway answers', [], [gatewayPage()], 'cantTell', undefined, gatewayPage()),
    { name: 'no page', from: SUPPLIER, outcome: 'untested', seen: noData('a page that answers with HTML') },
  ],
})

function map(content: object): Answered {
  return answer(200, { 'content-type': 'application/json' }, { version: 3, mappings: '', ...content })
}
function holding(content: object): Answered {
  return answer(200, {}, `let a\n//# sourceMappingURL=data:application/json;base64,${btoa(JSON.stringify(content))}\n`)
}
function met(
  name: string,
  maps: Answered[],
  found: Answered[],
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
  nowhere = answer(404),
) {
  return {
    name,
    from: SUPPLIER,
    outcome,
    seen: { scripts: [], maps, copies: [{ nowhere, found }] },
    ...(key && { keys: [key] }),
  }
}
