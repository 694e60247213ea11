/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Motion by style that goes on though the person asked for less: five seconds or more, of something that is seen. Turning signs that
 * something is being done may be essential, and are for a person, as are animations whose steps cannot be read.
 */
export const motion = pageRule({
  id: 'motion-goes-on',
  act: [],
  criteria: ['2.3.3'],
  find: kit => {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return []
    const frames = new Map<string, CSSKeyframesRule>()
    let unread = false
    const read = (rules: CSSRuleList) => {
      for (const rule of Array.from(rules)) {
        if (rule instanceof CSSKeyframesRule) frames.set(rule.name, rule)
        else if (rule instanceof CSSImportRule) sheet(rule.styleSheet)
        else if ('cssRules' in rule) read((rule as CSSGroupingRule).cssRules)
      }
    }
    const sheet = (one: CSSStyleSheet | null) => {
      try {
        if (one) read(one.cssRules)
      } catch {
        unread = true
      }
    }
    for (const one of [...Array.from(document.styleSheets), ...document.adoptedStyleSheets]) sheet(one)
    const found = kit
      .all('marquee')
      .filter(element => kit.shown(element))
      .map(element => ({ element, sure: true, look: '' }))
    if (frames.size === 0 && !unread) return found
    const moves =
      /^(transform|translate|rotate|scale|left|right|top|bottom|margin|inset|width|height|offset|background-position|object-position|perspective)/
    const seconds = (text: string | undefined) =>
      Number.parseFloat(text ?? '0') * (text?.trim().endsWith('ms') ? 0.001 : 1)
    const MOST = 3000
    const parts = kit.all('body,body *')
    for (const element of parts.slice(0, MOST))
      for (const pseudo of [null, '::before', '::after']) {
        const style = getComputedStyle(element, pseudo)
        if (style.animationName === 'none' || style.animationName === '' || (pseudo && style.content === 'none'))
          continue
        const durations = style.animationDuration.split(',')
        const counts = style.animationIterationCount.split(',')
        const states = style.animationPlayState.split(',')
        const lasting = style.animationName.split(',').flatMap((name, at) => {
          const each = seconds(durations[at % durations.length])
          const count = counts[at % counts.length]?.trim() === 'infinite' ? 1e9 : Number(counts[at % counts.length])
          const runs = states[at % states.length]?.trim() === 'running'
          return runs && each > 0.01 && each * count >= 5 ? [name.trim().replace(/^"|"$/g, '')] : []
        })
        const steps = lasting.map(name => frames.get(name))
        const known = steps.some(rule =>
          Array.from(rule?.cssRules ?? []).some(step =>
            Array.from((step as CSSKeyframeRule).style).some(name => moves.test(name)),
          ),
        )
        const unknown = unread && steps.some(rule => !rule)
        if ((!known && !unknown) || !kit.shown(element)) continue
        const { width, height, right, bottom } = element.getBoundingClientRect()
        if (width <= 1 || height <= 1 || right + scrollX <= 0 || bottom + scrollY <= 0) continue
        const busy =
          element.closest('[role=progressbar],[role=status],progress,[aria-busy=true],[role=alert]') !== null ||
          /spin|load|progress|busy|wait|pulse|skeleton/i.test(`${element.getAttribute('class')} ${lasting.join(' ')}`)
        found.push({ element, sure: known && !busy, look: 'Whether this motion is essential to what it tells.' })
        break
      }
    const [next] = parts.slice(MOST)
    const look = 'Whether something moves from here on for those who ask for less motion: it was not looked at.'
    return next ? [...found, { element: next, sure: false, look }] : found
  },
})
