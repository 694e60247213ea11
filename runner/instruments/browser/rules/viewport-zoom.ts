/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * The viewport lets people zoom to twice the size. Values are read as CSS Device Adaptation reads them: a word that is none counts
 * as 0, `yes` as 1, and what is negative as not given.
 */
export const viewportZoom = pageRule({
  id: 'viewport-zoom',
  act: ['b4f0c3'],
  criteria: ['1.4.4'],
  find: () =>
    Array.from(document.querySelectorAll('meta[name="viewport" i][content]')).flatMap(element => {
      const settings = new Map(
        (element.getAttribute('content') ?? '')
          .toLowerCase()
          .split(/[,;\s]+(?=[a-z-]+\s*=)|[,;]/)
          .flatMap(part => {
            const [, name, value] = /^\s*([a-z-]+)\s*=\s*(\S*)/.exec(part) ?? []
            return name && value ? [[name, value] as const] : []
          }),
      )
      const number = (value: string): number => {
        if (value === 'yes') return 1
        if (value.startsWith('device-')) return 10
        const read = Number.parseFloat(value)
        return Number.isNaN(read) ? 0 : read
      }
      const scalable = settings.get('user-scalable')
      const most = settings.get('maximum-scale')
      const locked = scalable !== undefined && Math.abs(number(scalable)) < 1
      const capped = most !== undefined && number(most) >= 0 && number(most) < 2
      return locked || capped ? [{ element }] : []
    }),
})
