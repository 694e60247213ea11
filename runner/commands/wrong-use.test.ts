/** Broken configuration never exits 0: every wrong word and file, through the public command as a spawned process. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { record } from '../../reports/testing/parts.ts'
import { richRecord } from '../../reports/testing/rich.ts'
import { writeTestTarget } from '../engine/testing/target.ts'
import { type Ended, isBuilt, mustdo, temporaryFolder } from './testing.ts'

interface Wrong {
  readonly words: readonly string[]
  /** What the message must name: the word or file that is wrong, or what would be right. */
  readonly says: string
  readonly env?: { readonly [name: string]: string }
  readonly code?: number
}

const vouched = ['--by', 'A', '--role', 'CSO', '--statement', 'It holds.']
const wrongs: { readonly [title: string]: Wrong } = {
  'no command': { words: [], says: 'mustdo --help' },
  'an unknown command': { words: ['rum'], says: 'rum' },
  'an unknown subcommand': { words: ['standards', 'lst'], says: 'lst' },
  'a group without its subcommand': { words: ['keys'], says: 'mustdo keys --help' },
  'an unknown option': { words: ['run', '--gat', 'tested'], says: '--gat' },
  'an option without its value': { words: ['run', '--json', '--only'], says: '--only' },
  'one word too many': { words: ['owed', 'record.json', 'more'], says: 'owed' },
  'a missing argument': { words: ['show'], says: 'finding' },
  'a missing required option': { words: ['attest', 'CLN-CSM-004', '--by', 'A'], says: '--role' },
  'a choice that is none': { words: ['setup', 'toaster'], says: 'toaster' },
  'a jar for what is not made of one': { words: ['setup', 'uk-core', '--jar', 'page.html'], says: '--jar page.html' },
  'a validator that is not there': {
    words: ['setup', 'fhir-validator', '--jar', 'none.jar'],
    says: 'none.jar',
  },
  'no target file': { words: ['run'], says: 'mustdo.yaml' },
  'a target file that is not there': { words: ['run', 'nowhere.yaml'], says: 'nowhere.yaml' },
  'a folder for a target file': { words: ['run', 'folder'], says: 'folder' },
  'broken YAML': { words: ['run', 'broken.yaml'], says: 'broken.yaml:4' },
  'an empty target file': { words: ['run', 'empty.yaml'], says: 'empty.yaml' },
  'a target file with an unknown key': { words: ['run', 'mistyped.yaml'], says: 'endpoints' },
  'a target file with an unknown pack': { words: ['run', 'other-pack.yaml'], says: 'comon' },
  'a secret that is not set': { words: ['run', 'secret.yaml'], says: 'NOBODY_SET_THIS' },
  'a target file that plan cannot read': { words: ['plan', 'broken.yaml'], says: 'broken.yaml:4' },
  'an address that is none': { words: ['run', 'https://'], says: 'https://' },
  '--only that names nothing': { words: ['run', 'good.yaml', '--only', 'SEC-HDR-04'], says: 'SEC-HDR-004' },
  '--only that the packs do not hold': { words: ['run', 'good.yaml', '--only', 'UKC-PAT-003'], says: 'UKC-PAT-003' },
  '--pack that names nothing': { words: ['run', 'good.yaml', '--pack', 'eprr'], says: 'eprr' },
  '--level that names nothing': { words: ['run', 'good.yaml', '--level', 'mus'], says: 'must' },
  '--failed-in a file that is not there': {
    words: ['run', 'good.yaml', '--failed-in', 'gone.html'],
    says: 'gone.html',
  },
  '--failed-in a report where nothing failed': {
    words: ['run', 'good.yaml', '--failed-in', 'clean.json'],
    says: 'clean.json',
  },
  '--failed-in a file that is no report': {
    words: ['run', 'good.yaml', '--failed-in', 'page.html'],
    says: 'report',
    code: 4,
  },
  '--gate nonsense': { words: ['run', 'good.yaml', '--gate', 'open'], says: 'open' },
  '--timeout nonsense': { words: ['run', 'good.yaml', '--timeout', 'soon'], says: 'soon' },
  '--validator nonsense': { words: ['run', 'good.yaml', '--validator', 'mine'], says: 'mine' },
  'MUSTDO_VALIDATOR nonsense': {
    words: ['run', 'good.yaml'],
    env: { MUSTDO_VALIDATOR: 'mine' },
    says: 'MUSTDO_VALIDATOR',
  },
  'a key file that is not there': { words: ['run', 'good.yaml', '--key', 'no.pem'], says: 'no.pem' },
  'a key file that holds no key': { words: ['run', 'good.yaml', '--key', 'page.html'], says: 'page.html' },
  'an empty MUSTDO_KEY in CI': { words: ['run', 'good.yaml'], env: { CI: 'true', MUSTDO_KEY: '' }, says: 'MUSTDO_KEY' },
  'a MUSTDO_KEY that is no key': { words: ['run', 'good.yaml'], env: { MUSTDO_KEY: 'secret' }, says: 'MUSTDO_KEY' },
  'a report that would go into a folder that is not there': {
    words: ['run', 'good.yaml', '-o', 'no-folder/report.html'],
    says: 'no-folder',
  },
  'an export that would go into a folder that is not there': {
    words: ['run', 'good.yaml', '--junit', 'no-folder/junit.xml'],
    says: 'no-folder',
  },
  'an unknown defect': { words: ['demo', '--defects', 'no-hts'], says: 'no-hts' },
  'show of a report that is not there': { words: ['show', 'f3a91c', '-r', 'gone.html'], says: 'gone.html' },
  'owed of a report that is not there': { words: ['owed', 'gone.html'], says: 'gone.html' },
  'replay of a report that is not there': { words: ['replay', 'gone.html'], says: 'gone.html' },
  'verify of a report that is not there': { words: ['verify', 'gone.html'], says: 'gone.html' },
  'verify with a trust file that is none': {
    words: ['verify', 'page.html', '--trust', 'good.yaml'],
    says: 'trust file',
    code: 4,
  },
  'verify with evidence in a folder that is not there': {
    words: ['verify', 'record.json', '--evidence', 'sent'],
    says: 'sent',
  },
  'verify with a file for the folder of evidence': {
    words: ['verify', 'record.json', '--evidence', 'page.html'],
    says: 'page.html',
  },
  'verify that requires no rung and no role': { words: ['verify', 'page.html', '--require', 'R9!'], says: 'R9!' },
  'show of a file that is no report': { words: ['show', 'f3a91c', '-r', 'page.html'], says: 'report', code: 4 },
  'owed of a file that is no report': { words: ['owed', 'page.html'], says: 'report', code: 4 },
  'replay of a file that is no report': { words: ['replay', 'page.html'], says: 'report', code: 4 },
  'owed of JSON that is no record': { words: ['owed', 'other.json'], says: 'other.json' },
  'owed of half a record': { words: ['owed', 'half.json'], says: 'half.json' },
  'owed of a record of another version': { words: ['owed', 'newer.json'], says: 'newer.json' },
  'an unknown finding': { words: ['show', 'ffffff', '-r', 'record.json'], says: 'ffffff' },
  'report without a run': { words: ['report'], says: 'mustdo run' },
  'report of a run that is not there': { words: ['report', '20200101'], says: '20200101' },
  'cleanup without a run': { words: ['cleanup'], says: 'mustdo run' },
  'keys over a file that exists': { words: ['keys', 'generate', '-o', 'page.html'], says: 'page.html' },
  'keys of an unknown algorithm': { words: ['keys', 'generate', '--alg', 'RS1'], says: 'RS1' },
  'init over a file that exists': { words: ['init', 'https://127.0.0.1:1', '-o', 'good.yaml'], says: 'good.yaml' },
  'init with an address that is none': { words: ['init', 'not-an-address'], says: 'not-an-address' },
  'review-page with half a review': {
    words: ['review-page', 'record.json', '--criterion', '1.1.1', '--verdict', 'supports', '--by', 'A'],
    says: '--with',
  },
  'an OpenACR without its author': {
    words: ['review-page', 'record.json', '--to-openacr', 'acr.yaml'],
    says: '--email',
  },
  'an OpenACR that is not there': {
    words: ['review-page', 'record.json', '--from-openacr', 'gone.yaml'],
    says: 'gone.yaml',
  },
  'review-page of a criterion that is none': {
    words: ['review-page', 'record.json', '--criterion', '1.1.9'],
    says: '1.1.9',
  },
  'review-page of a page that was not looked at': {
    words: ['review-page', 'record.json', '--page', '/nowhere'],
    says: '/nowhere',
  },
  'attest until a day that is none': {
    words: ['attest', 'CLN-CSM-004', ...vouched, '--until', 'soon', '-t', 'good.yaml'],
    says: 'soon',
  },
  'attest until a day that no calendar has': {
    words: ['attest', 'CLN-CSM-004', ...vouched, '--until', '2027-02-30', '-t', 'good.yaml'],
    says: '2027-02-30',
  },
  'attest of an unknown requirement': {
    words: ['attest', 'CLN-CSM-04', ...vouched, '--until', '2027-09-30', '-t', 'good.yaml'],
    says: 'CLN-CSM-004',
  },
  'attest with evidence that is not there': {
    words: ['attest', 'CLN-CSM-004', ...vouched, '--until', '2027-09-30', '-t', 'good.yaml', '--evidence', 'gone.pdf'],
    says: 'gone.pdf',
  },
  'an unknown standard': { words: ['standards', 'show', 'SEC-HDR-04'], says: 'SEC-HDR-004' },
  'standards of an unknown pack': { words: ['standards', 'list', '--pack', 'eprr'], says: 'epr' },
  'coverage of an unknown pack': { words: ['standards', 'coverage', '--pack', 'eprr'], says: 'epr' },
}

/** Setup prints for people only. */
const asJson = ({ words }: Wrong) => words[0] !== 'setup'
/** One of each way to be wrong, asked without `--json` too: words, files, keys, reports, filters. */
const plainToo = ['no command', 'an unknown option', 'broken YAML', '--gate nonsense', 'an unknown finding']
const ended = new Map<string, Ended>()
let folder = ''

beforeAll(async () => {
  if (!isBuilt) return
  folder = prepare()
  const waiting = Object.entries(wrongs).flatMap(([title, wrong]) => [
    { title, wrong, words: asJson(wrong) ? [...new Set([...wrong.words, '--json'])] : wrong.words },
    ...(plainToo.includes(title) ? [{ title: `${title}, plain`, wrong, words: wrong.words }] : []),
  ])
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      ended.set(next.title, await mustdo(folder, next.words, next.wrong.env))
  }
  await Promise.all([work(), work()])
})

const built = test.skipIf(!isBuilt)

built.each(Object.entries(wrongs))('%s never exits 0, and is told in three parts', (title, { says, code = 2 }) => {
  const { stderr, code: exited } = ended.get(title) as Ended
  expect(stderr).toContain(says)
  expect(stderr, 'not our own trouble').not.toContain('mustdo itself is in trouble')
  expect(stderr).toMatch(/ Expected \S.*[.?] \S|not valid YAML: .*\. \S/)
  expect(exited).toBe(code)
})

built.each(Object.entries(wrongs).filter(([, wrong]) => asJson(wrong)))(
  '%s gives one JSON document with --json',
  (title, { says, code = 2 }) => {
    const { stdout } = ended.get(title) as Ended
    expect(JSON.parse(stdout)).toEqual({ version: 1, error: expect.stringContaining(says), exitCode: code })
  },
)

built.each(plainToo)('%s leaves stdout empty without --json', title => {
  const { stdout, stderr, code } = ended.get(`${title}, plain`) as Ended
  expect(stdout).toBe('')
  expect(stderr).toMatch(/ Expected \S.*[.?] \S|not valid YAML: .*\. \S/)
  expect(code).toBe(2)
})

built('Wrong use asks nothing of a product, and changes no file', () => {
  expect(existsSync(join(folder, '.mustdo'))).toBe(false)
  expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(false)
  expect(readFileSync(join(folder, 'good.yaml'), 'utf8')).toBe(goodTarget())
})

built('A file that is no report is verified as one that does not hold, and exits 4', async () => {
  const [plain, json] = await Promise.all([
    mustdo(folder, ['verify', 'page.html']),
    mustdo(folder, ['verify', 'empty.yaml', '--json']),
  ])
  expect(plain.code).toBe(4)
  expect(plain.stdout).toMatch(/report/i)
  expect(json.code).toBe(4)
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false })
})

const goodTarget = () => readFileSync(writeTestTarget(temporaryFolder(), 'http://127.0.0.1:1'), 'utf8')

function prepare(): string {
  const folder = temporaryFolder()
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const good = (name: string, change = (text: string) => text) => write(name, change(goodTarget()))
  mkdirSync(join(folder, 'folder'))
  good('good.yaml')
  good('other-pack.yaml', text => text.replace('[common]', '[comon]'))
  good('mistyped.yaml', text => text.replace('endpoints:', 'endpoint:'))
  good(
    'secret.yaml',
    text => `${text}identities:\n  - { name: a, auth: bearer, token: "\${env:NOBODY_SET_THIS}", endpoints: [main] }\n`,
  )
  write('broken.yaml', 'version: 1\nsupplier: Acme\npacks: [common\nendpoints: }\n')
  write('empty.yaml', '')
  write('page.html', '<!doctype html><title>A page</title><p>No report.')
  write('record.json', JSON.stringify(richRecord()))
  write('clean.json', JSON.stringify(record()))
  write('half.json', JSON.stringify(richRecord()).slice(0, 4000))
  write('newer.json', JSON.stringify({ ...record(), version: 99 }))
  write('other.json', '{"name":"something else"}')
  return folder
}
