import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { richRecord } from '../testing/rich.ts'
import { render, rendererDigest } from './render.ts'
import { VIEW_VERSION } from './templates.ts'

const path = new URL('golden.json', import.meta.url)

/**
 * A verifier looks a renderer up by its digest, so one digest must stand for one behaviour. When this fails: raise
 * VIEW_VERSION if the page changed and the digest did not, then run this test with MUSTDO_GOLDEN=write.
 */
test('the renderer of this name makes exactly the page it made when it was named', () => {
  const now = {
    viewVersion: VIEW_VERSION,
    renderer: rendererDigest(),
    page: createHash('sha256').update(render(richRecord())).digest('hex'),
  }
  const golden = JSON.parse(readFileSync(path, 'utf8'))
  if (process.env.MUSTDO_GOLDEN === 'write') {
    expect(now.renderer === golden.renderer && now.page !== golden.page, 'raise VIEW_VERSION first').toBe(false)
    writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
  } else expect(now).toEqual(golden)
})
