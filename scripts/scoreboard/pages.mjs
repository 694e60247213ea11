// The two pages of security, which follow from what is recorded and from the cases of the fixtures.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PLAIN as SITE, securityPage, PROGRAMS as WEB } from '../scoreboard-security/page.mjs'
import { PLAIN, PROGRAMS, tlsPage } from '../scoreboard-tls/page.mjs'
import { board } from './board.mjs'
import { HTTP, recorded, TLS } from './recorded.mjs'

/** Name → text. `areas` are those of fixtures/http, `cases` those of fixtures/tls. */
export function pages({ areas, cases }, http = recorded(HTTP), tls = recorded(TLS)) {
  const table = board(
    { record: tls, cases: cases.filter(({ id }) => tls.servers[id]), programs: PROGRAMS, plain: PLAIN },
    { record: http, cases: areas.flatMap(area => area.cases), programs: WEB, plain: SITE },
  )
  return {
    'scoreboard-tls.md': tlsPage(tls, cases),
    'scoreboard-security.md': securityPage(http, areas, table, busy(http, tls)),
  }
}

/** Wall times of a busy machine say little: the page tells. A load of 1 or 2 is the measuring itself. */
function busy(http, tls) {
  const loads = [...Object.values(http.costs ?? {}), ...Object.values(tls.servers).flatMap(Object.values)]
  const most = Math.max(...loads.map(({ load }) => load ?? 0))
  return most > 2.5
    ? `**The machine was busy with other work (load up to ${most}): of the times only those of the processor say something.**`
    : 'Nothing else ran on the machine.'
}

/** Writes both into docs/. */
export function writePages(texts) {
  for (const [name, text] of Object.entries(texts))
    writeFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), text)
}
