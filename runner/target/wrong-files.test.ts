import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { loadTarget } from './load.ts'
import { wrongEndpoints } from './testing/wrong/endpoints.ts'
import { wrongFiles } from './testing/wrong/files.ts'
import { wrongIdentities } from './testing/wrong/identities.ts'
import { wrongLeave } from './testing/wrong/leave.ts'
import { wrongSurroundings } from './testing/wrong/surroundings.ts'
import { complaints, env, folder } from './testing.ts'

const cases = [...wrongFiles, ...wrongEndpoints, ...wrongIdentities, ...wrongSurroundings, ...wrongLeave]

let at = ''
beforeAll(async () => {
  at = await folder()
})

test.each(cases)('%s is refused with place, expectation and remedy', (_, text, expected) => {
  expect(complaints(at, text)).toEqual(expected)
})

test('a file that is not there and a folder are refused', () => {
  const refusal = (file: string) => {
    try {
      return loadTarget(file, { shown: 'mustdo.yaml' })
    } catch (error) {
      return String(error)
    }
  }
  expect(refusal(join(at, 'none.yaml'))).toBe(
    'TargetError: mustdo.yaml  does not exist. Expected a target file. Is the path right? Make one with: mustdo init <url>',
  )
  expect(refusal(at)).toBe(
    'TargetError: mustdo.yaml  is a folder. Expected a target file. Name the file in it, usually mustdo.yaml.',
  )
})

test('no complaint quotes a secret', () => {
  const said = cases.flatMap(([, text]) => complaints(at, text)).join('\n')
  for (const secret of ['hunter2', '12345678', env.ACME_SECRET, 'open sesame']) expect(said).not.toContain(secret)
})
