import type { CDPSession } from 'playwright-core'
import type { CodeUse } from '../../../reports/record.ts'

/** Watches which part of the scripts and style sheets that a page loads is used until it is at rest. */
export interface CodeWatch {
  /** Ends the watch; empty where the browser does not tell. Own files only: what stands in the page itself is left out. */
  end(): Promise<readonly CodeUse[]>
}

interface Range {
  readonly startOffset: number
  readonly endOffset: number
}

/** Files with more text than this are counted, and looked at for white space as far as this. */
const MOST_READ = 256 * 1024
/** More files than any page has a use for. */
const MOST_FILES = 200

/** Begins before the first navigation; the session's network events are on. Rejects never: what cannot be watched is not told. */
export async function watchCode(cdp: CDPSession): Promise<CodeWatch> {
  const scripts = new Map<string, string>()
  const sheets = new Map<string, { readonly url: string; readonly characters: number }>()
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' && scripts.size < MOST_FILES) scripts.set(response.url, requestId)
  })
  cdp.on('CSS.styleSheetAdded', ({ header }) => {
    if (!header.isInline && /^https?:/.test(header.sourceURL) && sheets.size < MOST_FILES)
      sheets.set(header.styleSheetId, { url: header.sourceURL, characters: header.length })
  })
  const begun = await begin(cdp).catch(() => false)
  return {
    end: async () => {
      if (!begun) return []
      const [used, rules] = await Promise.all([scriptUse(cdp, scripts), styleUse(cdp, sheets)])
      return [...used, ...rules]
    },
  }
}

async function begin(cdp: CDPSession): Promise<boolean> {
  await cdp.send('Profiler.enable')
  await cdp.send('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
  await cdp.send('DOM.enable')
  await cdp.send('CSS.enable')
  await cdp.send('CSS.startRuleUsageTracking')
  return true
}

async function scriptUse(cdp: CDPSession, requests: ReadonlyMap<string, string>): Promise<CodeUse[]> {
  try {
    const { result } = await cdp.send('Profiler.takePreciseCoverage')
    await cdp.send('Profiler.stopPreciseCoverage')
    await cdp.send('Profiler.disable')
    const found = new Map<string, CodeUse>()
    for (const { url, functions } of result) {
      const requestId = requests.get(url)
      if (!requestId || found.has(url)) continue
      const ranges = functions.flatMap(({ ranges }) => ranges)
      const characters = Math.max(0, ...ranges.map(({ endOffset }) => endOffset))
      const text = await cdp
        .send('Network.getResponseBody', { requestId })
        .then(({ body, base64Encoded }) => (base64Encoded ? '' : body))
        .catch(() => '')
      found.set(url, { url, kind: 'script', characters, used: usedIn(ranges, characters), ...spareIn(text) })
    }
    return [...found.values()]
  } catch {
    return []
  }
}

/** The innermost range says whether a character was run. */
function usedIn(ranges: readonly (Range & { readonly count: number })[], characters: number): number {
  const run = new Uint8Array(characters)
  const outerFirst = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  for (const { startOffset, endOffset, count } of outerFirst) run.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return run.reduce((sum, one) => sum + one, 0)
}

type Sheets = ReadonlyMap<string, { readonly url: string; readonly characters: number }>

/** Of a style sheet the rules count: fonts, key frames and the like are used by name, which nobody tells, and count as used. */
async function styleUse(cdp: CDPSession, sheets: Sheets): Promise<CodeUse[]> {
  try {
    const { ruleUsage } = await cdp.send('CSS.stopRuleUsageTracking')
    const use: CodeUse[] = []
    for (const [id, { url, characters }] of sheets) {
      const { text } = await cdp.send('CSS.getStyleSheetText', { styleSheetId: id }).catch(() => ({ text: '' }))
      const rules = ruleUsage
        .filter(({ styleSheetId, used }) => styleSheetId === id && used)
        .reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0)
      use.push({
        url,
        kind: 'style',
        characters,
        used: Math.min(characters, rules + usedByName(text)),
        ...spareIn(text),
      })
    }
    await cdp.send('CSS.disable')
    await cdp.send('DOM.disable')
    return use
  } catch {
    return []
  }
}

/** Characters of blocks that are used by their names: `@font-face { … }`, `@keyframes x { … { … } }`. */
function usedByName(text: string): number {
  let sum = 0
  for (const { index } of text.matchAll(/@(-webkit-)?(font-face|keyframes|property|counter-style|page)\b/g)) {
    let depth = 0
    let end = text.indexOf('{', index)
    for (; end >= 0 && end < text.length; end++) {
      if (text[end] === '{') depth++
      else if (text[end] === '}' && --depth === 0) break
    }
    if (end > index) sum += end - index + 1
  }
  return sum
}

/** Characters that a minifier leaves out: white space at the ends of lines, and lines that are comments. Absent without a text. */
function spareIn(text: string): Pick<CodeUse, 'read' | 'spare'> {
  if (text === '') return {}
  const read = text.slice(0, MOST_READ)
  const kept = read
    .split('\n')
    .map(line => line.trim())
    .filter(line => !/^(\/\/|\/\*(?!!)|\*(?=[\s/]|$))/.test(line))
    .reduce((sum, line) => sum + line.length, 0)
  return { read: read.length, spare: read.length - kept }
}
