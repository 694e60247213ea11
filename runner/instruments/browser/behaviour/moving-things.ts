/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { ChangeWatch } from './change-watch.ts'

/** Something in the page that moves, blinks or changes by itself, as far as the page tells of it. */
export interface MovingThing {
  readonly path: string
  readonly selector: string
  readonly kind: 'style' | 'image' | 'video' | 'script' | 'marquee'
  /** How long it goes on, in seconds; null for ever. */
  readonly lasts: number | null
  /** Looks like a sign that something is being done. */
  readonly busy: boolean
  /** Only words change. */
  readonly words: boolean
  /** Changes of light within one second at most; 0 where unknown. */
  readonly rate: number
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/**
 * Starts every animation by style anew and lists what moves: animations, pictures and films that play, and what scripts have changed
 * since the watch over changes began. Runs in the page.
 */
export async function findMoving(): Promise<MovingThing[]> {
  const { __mustdoKit: kit, __mustdoChanges: changes } = globalThis as unknown as {
    __mustdoKit: Kit
    __mustdoChanges?: ChangeWatch
  }
  ;(document.activeElement as HTMLElement | null)?.blur?.()
  const halt = new CSSStyleSheet()
  halt.replaceSync('*,*::before,*::after{animation:none!important}')
  document.adoptedStyleSheets.push(halt)
  document.documentElement.getBoundingClientRect()
  document.adoptedStyleSheets.pop()
  document.documentElement.getBoundingClientRect()
  const things = new Map<Element, MovingThing>()
  const add = (element: Element, some: Pick<MovingThing, 'kind' | 'lasts' | 'rate'> & { words?: boolean }) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    if (!kit.shown(element) || width <= 1 || height <= 1 || left + width + scrollX <= 0) return
    const busy =
      element.closest('[role=progressbar],[role=status],[role=timer],[role=alert],progress,[aria-busy=true]') !==
        null || /spin|load|progress|busy|skeleton/i.test(`${element.getAttribute('class')} ${element.id}`)
    const box = { x: left + scrollX, y: top + scrollY, width, height }
    things.set(element, { ...kit.at(element), busy, words: false, ...some, box })
  }
  const SEEN =
    /^(transform|translate|rotate|scale|left|right|top|bottom|margin|inset|width|height|offset|background|object|perspective|opacity|visibility|color|fill|stroke|filter|clip|boxShadow|borderColor|outline|textShadow)/
  for (const animation of document.getAnimations()) {
    const { effect } = animation
    if (!(effect instanceof KeyframeEffect) || !effect.target || animation.playState !== 'running') continue
    // What moves with scrolling, and steps from one state to another, does not go on by itself.
    if (animation.timeline !== document.timeline || animation instanceof CSSTransition) continue
    const frames = effect.getKeyframes()
    if (!frames.some(frame => Object.keys(frame).some(name => SEEN.test(name)))) continue
    const { endTime, duration } = effect.getComputedTiming()
    const end = Number(endTime)
    const each = Number(duration) || 1
    if (each < 10) continue
    const rate = (frames.length * 1000) / Math.max(each, 20)
    add(effect.target, { kind: 'style', lasts: Number.isFinite(end) ? end / 1000 : null, rate })
  }
  // Some browsers stop it for those who ask for less motion.
  for (const element of kit.all('marquee')) add(element, { kind: 'marquee', lasts: null, rate: 0 })
  for (const film of kit.all('video') as HTMLVideoElement[])
    if (!film.paused && !film.controls && film.readyState > 1)
      add(film, { kind: 'video', lasts: film.loop ? null : film.duration - film.currentTime, rate: 30 })
  const Decoder = (
    globalThis as unknown as {
      ImageDecoder?: new (
        init: object,
      ) => {
        readonly tracks: {
          readonly ready: Promise<void>
          readonly selectedTrack: { frameCount: number; repetitionCount: number } | null
        }
        decode(at: object): Promise<{ image: { duration: number | null; close(): void } }>
        readonly completed: Promise<void>
        close(): void
      }
    }
  ).ImageDecoder
  for (const image of kit.all('img') as HTMLImageElement[]) {
    const address = image.currentSrc
    const type =
      /^data:(image\/[\w+.-]+)/.exec(address)?.[1] ??
      `image/${/\.(gif|webp|apng|avif)(?=$|\?)/i.exec(address)?.[1]?.toLowerCase()}`
    if (!Decoder || !/^image\/(gif|webp|apng|avif|png)$/.test(type) || !kit.shown(image)) continue
    try {
      const bytes = await (await fetch(address, { cache: 'force-cache' })).arrayBuffer()
      const decoder = new Decoder({ data: bytes, type: type === 'image/apng' ? 'image/png' : type })
      await decoder.tracks.ready
      await decoder.completed
      const track = decoder.tracks.selectedTrack
      let seconds = 0
      const count = Math.min(track?.frameCount ?? 0, 60)
      for (let frameIndex = 0; count > 1 && frameIndex < count; frameIndex++) {
        const { image: frame } = await decoder.decode({ frameIndex })
        seconds += (frame.duration ?? 100_000) / 1e6
        frame.close()
      }
      if (track && count > 1) {
        const rounds = track.repetitionCount + 1
        const lasts = Number.isFinite(rounds) ? seconds * (track.frameCount / count) * rounds : null
        add(image, { kind: 'image', lasts, rate: count / Math.max(seconds, 0.02) })
      }
      decoder.close()
    } catch {
      // A picture that cannot be fetched or decoded here is not told about.
    }
  }
  const MOST_AWAY_MS = 1_500
  const waitUntil = performance.now() + MOST_AWAY_MS
  for (const [element, { at, textOnly }] of changes?.times ?? []) {
    const span = ((at.at(-1) ?? 0) - (at[0] ?? 0)) / 1000
    if (at.length < 2 || things.has(element)) continue
    const rate = at.length / Math.max(span, 0.5)
    // What comes and goes may be away just now, and empty its place: it is waited for, and then its place is looked at.
    while (!kit.shown(element) && performance.now() - (at.at(-1) ?? 0) < MOST_AWAY_MS && performance.now() < waitUntil)
      await new Promise(resolve => setTimeout(resolve, 40))
    const place = kit.shown(element) ? element : kit.parent(element)
    if (place && !things.has(place)) add(place, { kind: 'script', lasts: span, rate, words: textOnly })
  }
  return Array.from(things.values()).slice(0, 200)
}
