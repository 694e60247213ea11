import { expect, test } from 'vitest'
import { isBuilt, start, temporaryFolder } from './testing.ts'

test.skipIf(!isBuilt)(
  'Readers that leave early do not keep the process: it ends with the code it would have',
  async () => {
    const { child, ended } = start(temporaryFolder(), ['run', 'no-such-file.yaml', '--json'])
    child.stdout?.destroy()
    child.stderr?.destroy()
    expect((await ended).code).toBe(2)
  },
)
