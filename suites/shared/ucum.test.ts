import { expect, test } from 'vitest'
import { isUcumCode } from './ucum.ts'

test.each(['mg', 'ug', 'mL', '%', '/min', 'mm[Hg]', '10*9/L', '{tablet}', '1', '[iU]', 'ug/kg/min', 'Cel'])(
  '%s is UCUM',
  code => expect(isUcumCode(code)).toBe(true),
)

test.each(['mcg', 'beats/min', 'bpm', 'percent', 'tablet', '', 'mg ', ' mg', 'µg', 'mL/'])('"%s" is not', code =>
  expect(isUcumCode(code)).toBe(false),
)
