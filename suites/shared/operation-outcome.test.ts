import { expect, test } from 'vitest'
import { faultsOf } from './operation-outcome.ts'

test('an outcome without issues, or with words outside the value sets, is told apart by path', () => {
  expect(faultsOf({ issue: [] })).toEqual(['OperationOutcome.issue is missing'])
  expect(faultsOf({ issue: [{ severity: 'error', code: 'processing' }, { severity: 'bad' }] })).toEqual([
    'OperationOutcome.issue[1].severity is "bad"',
    'OperationOutcome.issue[1].code is missing',
  ])
})
