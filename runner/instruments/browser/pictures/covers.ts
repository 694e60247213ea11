import { looksPrivate } from './private-text.ts'

/** A rectangle of the document, in CSS pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What the browser has drawn, as `DOMSnapshot.captureSnapshot` tells it: text of shadow trees and of style sheets is in it. */
export interface Snapshot {
  readonly strings: readonly string[]
  readonly documents: readonly {
    readonly nodes: {
      readonly nodeName?: readonly number[]
      readonly nodeValue?: readonly number[]
      readonly attributes?: readonly (readonly number[])[]
    }
    readonly layout: {
      readonly nodeIndex: readonly number[]
      readonly text: readonly number[]
      readonly bounds: readonly (readonly number[])[]
    }
  }[]
}

/** What a user or another site fills, and what is drawn where nobody can read it. */
const opaque = new Set([
  'TEXTAREA',
  'SELECT',
  'IFRAME',
  'FRAME',
  'CANVAS',
  'VIDEO',
  'OBJECT',
  'EMBED',
  'PORTAL',
  'IMAGE',
])
/** Kinds of input that show no value of a user's. */
const plainInputs = new Set(['button', 'submit', 'reset', 'checkbox', 'radio', 'range', 'color'])

interface Drawn {
  readonly box: Box
  readonly text: string
  readonly source: string
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

/**
 * The boxes to cover before a picture of `clip` may be taken; undefined where it must not be taken, since a secret is spread over
 * several pieces of text. `secret` says whether a text holds one.
 */
export function coversFor(
  snapshot: Snapshot,
  clip: Box,
  secret: (text: string) => boolean,
): readonly Box[] | undefined {
  const drawn = drawnIn(snapshot)
  const hidden = drawn.filter(one => mustHide(one, secret))
  const plain = drawn.filter(one => one.text !== '' && !hidden.includes(one))
  const shown = plain.filter(({ box }) => meets(box, clip))
  const apart = [plain.map(({ text }) => text.trim()), plain.map(({ source }) => source.trim())]
  if (apart.some(texts => secret(texts.join('')) || secret(texts.join(' ')))) return undefined
  if (/\d{3}[ -]?\d{3}[ -]?\d{4}/.test(shown.map(({ text }) => text.trim()).join(' '))) return undefined
  return hidden.map(({ box }) => box).filter(box => meets(box, clip))
}

function mustHide({ text, source, name, attributes }: Drawn, secret: (text: string) => boolean): boolean {
  if (text !== '') return [text, source].some(one => secret(one) || looksPrivate(one))
  if (opaque.has(name) || attributes.has('contenteditable')) return true
  if (name === 'INPUT') return !plainInputs.has((attributes.get('type') ?? 'text').toLowerCase())
  // A picture that was made in the page, or with something private in its words, may show what nobody can read here.
  if (name !== 'IMG') return false
  const words = [attributes.get('src'), attributes.get('srcset'), attributes.get('alt')].join(' ')
  return /(?:^|[\s,])(?:data|blob):/.test(words) || secret(words) || looksPrivate(attributes.get('alt') ?? '')
}

function drawnIn({ strings, documents }: Snapshot): readonly Drawn[] {
  const [main] = documents
  if (!main) return []
  const { nodes, layout } = main
  const word = (index: number | undefined) => (index === undefined || index < 0 ? '' : (strings[index] ?? ''))
  return layout.nodeIndex.map((node, at) => {
    const [x = 0, y = 0, width = 0, height = 0] = layout.bounds[at] ?? []
    const pairs = nodes.attributes?.[node] ?? []
    const attributes = new Map(
      pairs.flatMap((name, index) =>
        index % 2 === 0 ? [[word(name).toLowerCase(), word(pairs[index + 1])] as const] : [],
      ),
    )
    const text = word(layout.text[at])
    const source = text === '' ? '' : word(nodes.nodeValue?.[node])
    return { box: { x, y, width, height }, text, source, name: word(nodes.nodeName?.[node]).toUpperCase(), attributes }
  })
}

const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Whether everything in `inner` lies under one of `covers` already. */
export const coveredBy = (inner: readonly Box[], covers: readonly Box[]): boolean =>
  inner.every(({ x, y, width, height }) =>
    covers.some(
      cover =>
        cover.x <= x + 1 &&
        cover.y <= y + 1 &&
        cover.x + cover.width >= x + width - 1 &&
        cover.y + cover.height >= y + height - 1,
    ),
  )
