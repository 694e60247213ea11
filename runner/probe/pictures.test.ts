import { expect, test } from 'vitest'
import { giveBackPictures, reservePictures, whyNoPictures } from './pictures.ts'
import type { Live } from './world.ts'

const live = (pictures?: 'none' | 'public' | 'signed-in') => ({ target: { ...(pictures && { pictures }) } }) as Live

test('pages behind a sign-in are pictured only where the target file says so', () => {
  expect(whyNoPictures(live(), null)).toBeUndefined()
  expect(whyNoPictures(live(), 'sian')).toBe('signed-in')
  expect(whyNoPictures(live('public'), 'sian')).toBe('signed-in')
  expect(whyNoPictures(live('signed-in'), 'sian')).toBeUndefined()
  expect(whyNoPictures(live('none'), null)).toBe('not-wanted')
  expect(whyNoPictures(live('none'), 'sian')).toBe('not-wanted')
})

test('a run takes forty pictures at most, four of a page; what a page does not need is left for others', () => {
  const run = live()
  const taken = Array.from({ length: 12 }, () => reservePictures(run))
  expect(taken.reduce((sum, one) => sum + one, 0)).toBe(40)
  expect(taken[0]).toBe(4)
  giveBackPictures(run, 3)
  expect(reservePictures(run)).toBe(3)
  expect(reservePictures(live())).toBe(4)
})
