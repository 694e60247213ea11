/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Sound that starts by itself and lasts more than three seconds can be stopped. What sounds is heard: the file is decoded and
 * its loudest sample read; a fragment such as `#t=8,10` shortens it.
 */
export const autoplay = pageRule({
  id: 'autoplay',
  act: ['80f0bf'],
  criteria: ['1.4.2'],
  find: async kit => {
    const MOST_BYTES = 30_000_000
    const QUIET = 0.005
    const seconds = async (media: HTMLMediaElement): Promise<number | undefined> => {
      const sources = [
        media.currentSrc,
        media.src,
        ...Array.from(media.querySelectorAll('source'), source => source.src),
      ]
      for (const address of new Set(sources.filter(source => source !== ''))) {
        const url = new URL(address, location.href)
        if (url.origin !== location.origin) continue
        try {
          const answer = await fetch(url)
          if (!answer.ok || Number(answer.headers.get('content-length')) > MOST_BYTES) continue
          const bytes = await answer.arrayBuffer()
          const sound = await new OfflineAudioContext(1, 1, 8_000).decodeAudioData(bytes)
          const [, from = '0', to] = /[#&]t=([\d.]*)(?:,([\d.]+))?/.exec(url.hash) ?? []
          const start = Number(from) || 0
          const end = to ? Math.min(Number(to), sound.duration) : sound.duration
          const samples = sound.getChannelData(0)
          const rate = samples.length / sound.duration
          const slice = samples.subarray(Math.floor(start * rate), Math.ceil(end * rate))
          let loudest = 0
          for (const sample of slice) if (Math.abs(sample) > loudest) loudest = Math.abs(sample)
          return loudest < QUIET ? 0 : media.loop ? Number.POSITIVE_INFINITY : end - start
        } catch (error) {
          // Without an audio track there is nothing to decode; another format may be readable.
          if (error instanceof DOMException && error.name === 'EncodingError' && media.readyState > 0) return 0
        }
      }
      return undefined
    }
    const stops = kit
      .all('button,[role=button],input[type=button],input[type=checkbox],[role=switch],a[href]')
      .some(
        element =>
          kit.exposed(element) &&
          kit.shown(element) &&
          /\b(pause|stop|mute|unmute|play|sound|volume|audio)\b/i.test(kit.name(element)),
      )
    const found = []
    for (const element of kit.all('audio[autoplay],video[autoplay]') as HTMLMediaElement[]) {
      if (element.muted || element.hasAttribute('muted')) continue
      const lasts = await seconds(element)
      const controlled = stops || (element.controls && kit.shown(element))
      if (lasts !== undefined && lasts <= 3) continue
      const look =
        'Whether sound starts by itself, lasts more than three seconds and cannot be stopped: it could not be heard here.'
      const sure = lasts !== undefined
      found.push({ element, sure, look, act: ['aaa1bf'], criteria: [] })
      if (!controlled) found.push({ element, sure, look, act: ['80f0bf', '4c31df'] })
    }
    return found
  },
})
