/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/** NHS numbers that cannot be selected as text; whether the page speaks of NHS numbers is decided elsewhere (CUI NUM-0003). */
export const numberCopy = pageRule({
  id: 'number-not-selectable',
  act: [],
  criteria: ['NUM-0003'],
  find: kit => {
    const digits = /(?<!\d)[4679]\d{2}[\s-]?\d{3}[\s-]?\d{4}(?!\d)/
    const valid = (text: string) => {
      const plain = (digits.exec(text)?.[0] ?? '').replace(/\D/g, '')
      const sum = [...plain.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0)
      return (11 - (sum % 11)) % 11 === Number(plain[9])
    }
    return kit
      .all('body *')
      .filter(
        element => kit.shown(element) && digits.test(element.textContent ?? '') && valid(element.textContent ?? ''),
      )
      .filter(element => !Array.from(element.children).some(child => digits.test(child.textContent ?? '')))
      .filter(element => getComputedStyle(element).userSelect === 'none')
      .slice(0, 20)
      .map(element => ({ element }))
  },
})
