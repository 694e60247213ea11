/** Figures, counts and dates as English writes them. No locale of the machine has a say. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `22 Nov 2026` from an ISO date; other text as it is. */
export function day(iso: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? []
  const name = months[Number(month) - 1]
  return name ? `${Number(date)} ${name} ${year}` : iso
}

/** `22 Nov 2026 14:02 to 14:09 UTC`. */
export function window(from: string, to: string): string {
  const end = from.slice(0, 10) === to.slice(0, 10) ? '' : `${day(to)} `
  return `${day(from)} ${from.slice(11, 16)} to ${end}${to.slice(11, 16)} UTC`
}

/** `1,904`: thousands with a comma. */
export const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `1 must`, `3 musts`. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${figure(value)} ${value === 1 ? one : many}`

/** `12 musts`. */
export const musts = (value: number): string => count(value, 'must')

/** `14 places`. */
export const places = (value: number): string => count(value, 'place')

/** `3 of 9 recommendations met`. */
export const recommendationsMet = (met: number, of: number): string => `${met} of ${count(of, 'recommendation')} met`
