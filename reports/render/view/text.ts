/** `14:02:07` of an ISO time. */
export const clock = (iso: string): string => iso.slice(11, 19)

/** An element id from any text: a hostile id cannot leave the attribute or hold a space. */
export const anchor = (prefix: string, id: string): string =>
  `${prefix}-${id.replace(/[^A-Za-z0-9._-]/g, char => `_${(char.codePointAt(0) ?? 0).toString(16)}`)}`

/** The address if a reader may follow it, else nothing. */
export const link = (url: string): string => (/^https?:\/\/[^\s"'<>]+$/i.test(url) ? url : '')
