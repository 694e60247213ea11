/** The XHTML of narrative (narrative.html#xhtml): well formed, one div with content, no active content, no forms. */

const elements = new Set(
  (
    'a abbr acronym address b big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ' +
    'ins kbd li map area ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var bdo'
  ).split(' '),
)
const attributes = new Set(
  (
    'title style class id lang xml:lang xml:space dir accesskey tabindex span width align valign char charoff abbr axis headers scope ' +
    'rowspan colspan name href src alt border cite charset type hreflang rel rev shape coords longdesc height usemap ismap nohref summary ' +
    'frame rules cellspacing cellpadding space nowrap xmlns'
  ).split(' '),
)

const TOKEN =
  /<!--[\s\S]*?-->|<\/([A-Za-z][\w:.-]*)\s*>|<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const XHTML = 'http://www.w3.org/1999/xhtml'

/** Whether a `div` is one that narrative may have. */
export function isNarrative(value: unknown): boolean {
  if (typeof value !== 'string') return true
  const text = value.trim().replace(/^<\?xml[^>]*\?>\s*/, '')
  const open: string[] = []
  let hasContent = false
  let closed = false
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)
    if (!token || closed) return false
    const [whole, ending, name, given = '', alone] = token
    if (ending !== undefined) {
      if (open.pop() !== ending) return false
      closed = open.length === 0
    } else if (name !== undefined) {
      if (!elements.has(name) || (open.length === 0 && name !== 'div')) return false
      if (!attributesAllowed(given, open.length === 0)) return false
      hasContent ||= name === 'img'
      if (alone !== '/') open.push(name)
      else closed = open.length === 0
    } else if (!whole.startsWith('<!--')) {
      if (open.length === 0 || /&(?!#\d+;|#x[\da-fA-F]+;|(quot|amp|apos|lt|gt|nbsp);)/.test(whole)) return false
      hasContent ||= /\S/.test(whole)
    }
  }
  return closed && hasContent
}

function attributesAllowed(given: string, isRoot: boolean): boolean {
  const found = [...given.matchAll(ATTRIBUTE)]
  const namespace = found.find(([, name]) => name === 'xmlns')
  if (namespace ? (namespace[2] ?? namespace[3]) !== XHTML : isRoot) return false
  return found.every(([, name = '', double, single]) => {
    const active = (name === 'href' || name === 'src') && /^\s*javascript:/i.test(double ?? single ?? '')
    return attributes.has(name.toLowerCase()) && !active
  })
}
