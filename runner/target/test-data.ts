import type { Context } from './context.ts'
import { expectUnique } from './context.ts'
import type { FileForm } from './file-form.ts'
import type { TestData } from './model.ts'
import { isNhsNumber, isSyntheticNhsNumber } from './nhs-number.ts'

export function loadTestData(context: Context, form: FileForm['testData']): TestData {
  const patients = form?.patients ?? []
  expectUnique(context, '/testData/patients', patients, 'nhsNumber')
  for (const [i, { nhsNumber }] of patients.entries()) {
    const pointer = `/testData/patients/${i}/nhsNumber`
    if (!isNhsNumber(nhsNumber))
      context.problems.add(
        pointer,
        `is "${nhsNumber}". Expected ten digits of which the last is the modulus 11 check digit, without spaces. Use a synthetic number that begins with 999.`,
      )
    else if (!isSyntheticNhsNumber(nhsNumber))
      context.problems.warn(pointer, 'does not begin with 999 and could be a real person; is this record synthetic?')
  }
  return {
    patients: patients.map(({ nhsNumber, id }) => (id === undefined ? { nhsNumber } : { nhsNumber, id })),
    resources: (form?.resources ?? []).map(reference => {
      const [type = '', id = ''] = reference.split('/')
      return { type, id }
    }),
  }
}
