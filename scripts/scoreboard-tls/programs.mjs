// Each program with how it is asked about one server of fixtures/tls, and what of its answer is a verdict.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../scoreboard/measure.mjs'
import { differences, facts } from './suites.mjs'
import { sslyze, testssl } from './tools.mjs'

export const cli = fileURLToPath(new URL('../../dist/runner/cli.js', import.meta.url))
const hostOf = ({ servername }) => servername || (servername === '' ? '127.0.0.1' : 'localhost')

/** Every rule that failed, but for the second opinion of Mozilla, and renegotiation by the client, which Node allows everywhere. */
export async function askMustdo(one, port, { rootFile }) {
  const place = one.servername === '' ? '127.0.0.1' : 'localhost'
  const name = one.servername ? ['--servername', one.servername] : []
  const trust = one.publicly ? { env: { NODE_EXTRA_CA_CERTS: rootFile } } : undefined
  const ca = one.publicly ? [] : ['--ca', rootFile]
  const args = [cli, 'tls', `${place}:${port}`, ...name, ...ca, '--holes', '--json']
  const ended = await run(process.execPath, args, { seconds: 60, ...trust })
  const { facts, verdicts } = JSON.parse(ended.out)
  const failed = verdicts.filter(({ outcome, rule }) => outcome === 'failed' && !/mozilla|client-reneg/.test(rule))
  return { ...ended, said: [...new Set(failed.map(({ rule }) => rule))], versions: facts.versions }
}

/** What it holds against Mozilla's intermediate settings, but for trust, which it looks up in stores of its own, and what its JSON says of the chain. */
async function askSslyze(program, one, port, { rootFile, folder, versions }) {
  const file = join(folder, `sslyze-${one.id}.json`)
  const sni = one.servername ? ['--sni', one.servername] : []
  const place = one.servername === '' ? '127.0.0.1' : 'localhost'
  const ended = await run(
    program,
    [
      '--mozilla_config',
      'intermediate',
      `--json_out=${file}`,
      `--certinfo_ca_file=${rootFile}`,
      ...sni,
      `${place}:${port}`,
    ],
    { seconds: 60 },
  )
  if (ended.late) return { ...ended, gaveUp: 'no end in a minute' }
  const [{ connectivity_status: status, scan_result: scan }] = JSON.parse(
    readFileSync(file, 'utf8'),
  ).server_scan_results
  if (!scan) return { ...ended, gaveUp: `connectivity: ${status.toLowerCase()}` }
  const said = [...new Set([...settings(ended.out), ...chainFaults(scan)])].sort()
  // Where one of its scans failed it holds nothing against Mozilla's settings.
  const apart = differences(versions, facts(scan))
  if (said.length === 0 && /ERROR - Scan did not run/.test(ended.out))
    return { ...ended, gaveUp: `its scan failed (${failedScans(scan)})`, apart }
  return { ...ended, said, apart }
}

const failedScans = scan =>
  Object.entries(scan)
    .filter(([, { status }]) => status === 'ERROR')
    .map(([name]) => name)
    .join(', ')

/** The names of Mozilla's settings that are not kept; of curves each by itself, since even good servers have one too many. */
const settings = text =>
  [...text.slice(text.indexOf('COMPLIANCE AGAINST')).matchAll(/^\s+\* (\w+): (.*)$/gm)]
    .filter(([, name]) => name !== 'certificate_path_validation')
    .flatMap(([, name, words]) =>
      name === 'tls_curves' ? [...words.matchAll(/'(\w+)'/g)].map(([, curve]) => `${name} ${curve}`) : [name],
    )

function chainFaults({ certificate_info: { result } }) {
  return (result?.certificate_deployments ?? []).flatMap(one => {
    const ours = one.path_validation_results.find(({ trust_store }) => trust_store.name === 'Supplied CA file')
    return [
      ...(ours?.was_validation_successful === false ? ['path not valid'] : []),
      ...(one.received_chain_has_valid_order === false ? ['chain out of order'] : []),
      ...(one.verified_chain_has_sha1_signature ? ['SHA-1 in the chain'] : []),
      ...(one.ocsp_response_is_trusted === false ? ['staple not trusted'] : []),
    ]
  })
}

const BAD = new Set(['MEDIUM', 'HIGH', 'CRITICAL'])
/** Findings of severity MEDIUM or worse. What gives no verdict on TLS is left out: headers of HTTP, and handshakes of named clients. */
async function askTestssl(program, one, port, { rootFile, folder }) {
  const file = join(folder, `testssl-${one.id}.json`)
  rmSync(file, { force: true })
  const sections = ['-p', '-s', '-f', '-P', '-S', '-U']
  const how = ['--quiet', '--color', '0', '--warnings', 'off', '--ip', '127.0.0.1', '--add-ca', rootFile]
  const ended = await run(program, [...how, ...sections, '--jsonfile', file, `${hostOf(one)}:${port}`], {
    seconds: 300,
  })
  if (ended.late) return { ...ended, gaveUp: 'no end in five minutes' }
  const found = JSON.parse(readFileSync(file, 'utf8'))
  const fatal = found.find(({ severity }) => severity === 'FATAL')
  if (fatal) return { ...ended, gaveUp: fatal.finding }
  return { ...ended, said: [...new Set(found.filter(({ severity }) => BAD.has(severity)).map(({ id }) => id))].sort() }
}

/** The other programs, where they are at hand: name → path. */
export async function installed(work) {
  const [python, shell] = [await sslyze(work), await testssl()]
  return { ...(python && { sslyze: python }), ...(shell && { 'testssl.sh': shell }) }
}
const asking = { sslyze: askSslyze, 'testssl.sh': askTestssl }

/** Asks one of them about one server. */
export const askOther = (name, path, ...about) => asking[name](path, ...about)
