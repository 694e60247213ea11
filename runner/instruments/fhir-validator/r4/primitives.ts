/** The formats of R4's primitive types (datatypes.html#primitive). Answers what is wrong, or undefined. */

const TIME = '([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?'
const ZONE = '(Z|[+-]((0\\d|1[0-3]):[0-5]\\d|14:00))'
const DAY = '-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])'

/** JSON has no form of its own for these. */
const patterns: { readonly [type: string]: RegExp } = {
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  code: /^[^\s]+(\s[^\s]+)*$/,
  uri: /^\S*$/,
  url: /^\S*$/,
  canonical: /^\S*$/,
  oid: /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/,
  uuid: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  date: /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
  dateTime: new RegExp(`^\\d{4}(-(0[1-9]|1[0-2])|${DAY}(T${TIME}${ZONE})?)?$`),
  instant: new RegExp(`^\\d{4}${DAY}T${TIME}${ZONE}$`),
  time: new RegExp(`^${TIME}$`),
  base64Binary: /^(\s*[0-9A-Za-z+/]\s*){2,}(=\s*){0,2}$/,
}

const integers: { readonly [type: string]: readonly [least: number, most: number] } = {
  integer: [-2_147_483_648, 2_147_483_647],
  unsignedInt: [0, 2_147_483_647],
  positiveInt: [1, 2_147_483_647],
}

/** Strings are no longer than a megabyte (datatypes.html#string). */
const LONGEST = 1_048_576

export type Fault = readonly [kind: 'type' | 'format', message: string]

/** What is wrong with a value as a primitive of this type. */
export function faultOf(value: unknown, type: string): Fault | undefined {
  if (type === 'boolean')
    return typeof value === 'boolean' ? undefined : ['type', 'it must be true or false, without quotes']
  const range = integers[type]
  if (range || type === 'decimal') {
    if (typeof value !== 'number') return ['type', 'it must be a number, without quotes']
    if (!range) return undefined
    const [least, most] = range
    return Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : ['format', `it must be a whole number from ${least} to ${most}`]
  }
  if (typeof value !== 'string') return ['type', 'it must be a string']
  if (value.length > LONGEST) return ['format', `it has more than ${LONGEST} characters`]
  if (value.trim() === '') return ['format', 'it is empty; leave it out instead']
  if (patterns[type] && !patterns[type].test(value)) return ['format', `it does not have the format of ${type}`]
  if (isCalendar(type) && !isDay(value)) return ['format', 'there is no such day']
  return hasControl(value) ? ['format', 'it has control characters'] : undefined
}

const isCalendar = (type: string) => type === 'date' || type === 'dateTime' || type === 'instant'

function isDay(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(value) ?? []
  return day === undefined || Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
}

/** R4 strings hold no characters below U+0020 but tab, carriage return and line feed. */
function hasControl(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at)
    if (unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 13) return true
  }
  return false
}
