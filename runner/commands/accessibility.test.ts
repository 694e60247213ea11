import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt || !findBrowser(thisMachine()).found)
const folder = temporaryFolder()
const PAGE = `<!doctype html><html lang="en"><title>Records of patients</title><main><h1>Records</h1>
<p>Born 5 March 1951, 999 000 0018 <button style="width:40px;height:24px"></button></p></main></html>`

let server: Server
let origin = ''
beforeAll(async () => {
  server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server?.close())

interface Told {
  readonly pages: readonly object[]
  readonly findings: readonly {
    readonly rules: readonly string[]
    readonly picture?: {
      readonly file: string
      readonly page: string
      readonly selector: string
      readonly covered: number
    }
  }[]
}
const look = async (...words: string[]): Promise<Told> =>
  JSON.parse((await mustdo(folder, ['accessibility', `${origin}/`, '--json', ...words])).stdout)

built(
  'accessibility writes a picture of a finding under its own name, with what is private covered',
  async () => {
    const { pages, findings } = await look('--pictures', 'shots')
    const picture = findings.find(({ rules }) => rules.includes('axe:button-name'))?.picture
    expect(picture).toMatchObject({ page: `${origin}/`, selector: 'html > body > main > p > button', covered: 1 })
    expect(picture?.file).toMatch(/^axe-button-name-[0-9a-f]{8}\.webp$/)
    const bytes = readFileSync(join(folder, 'shots', picture?.file ?? ''))
    expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WEBP'])
    expect(pages[0]).not.toHaveProperty('pictures')
  },
  60_000,
)

built(
  'accessibility takes no pictures unless it is told where to',
  async () => {
    const { findings } = await look()
    expect(findings.filter(({ picture }) => picture)).toEqual([])
  },
  60_000,
)
