/** Which of the languages that products in England are written in a text is in, by its most frequent small words. */
const smallWords = {
  en: 'the and of to your you for with this that are is have can not from',
  cy: "yn y mae ar i'r gyda eich ei chi bod wedi hyn gan neu nad",
  fr: 'le la les des et pour vous avec dans est une pas sur votre',
  de: 'der die das und ist nicht mit für sie auf ein eine zu von',
  es: 'el los las una que para con por del su es está',
  pl: 'się nie na jest do że dla oraz jak przez',
} as const

/** A two-letter code, or undefined for a text too short or too strange to tell. */
export function languageOf(text: string): string | undefined {
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? []
  if (words.length < 20) return undefined
  const shares = Object.entries(smallWords).map(([language, list]) => {
    const small = new Set<string>(list.split(' '))
    return { language, share: words.filter(word => small.has(word)).length / words.length }
  })
  const [best, second] = shares.sort((a, b) => b.share - a.share)
  return best && second && best.share > 0.08 && best.share > 2 * second.share ? best.language : undefined
}
