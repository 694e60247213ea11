import { createHash } from 'node:crypto'
import type { RunRecord } from '../record.ts'
import { judged, runVerdict, standing } from '../verdict.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * An in-toto Statement v1 with the predicate test-result v0.1, unsigned. What was tested is named by the key of the certificate with
 * which each origin answered, beside the record as `--record` writes it. PASSED is a conformant run and nothing else; what is
 * attested, open or does not apply is in no list of tests but in a member of our own.
 */
export function inToto(record: RunRecord): string {
  const { tool, target, catalogue, observed, run } = record
  const of = (...states: readonly string[]) => judged(record).filter(({ result }) => states.includes(result.state))
  const ids = (list: ReturnType<typeof of>) => list.map(({ requirement }) => requirement.id)
  const notMet = of('notMet')
  const fails = notMet.filter(one => one.requirement.level === 'must' && standing(one, run.startedAt) === 'counts')
  const verdict = runVerdict(record).word
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'record.json', digest: { sha256: sha256(`${JSON.stringify(record)}\n`) } },
      ...observed.certificateKeys.map(({ origin, spki }) => ({
        name: `public key of ${origin}`,
        uri: origin,
        digest: { sha256: spki },
      })),
    ],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: verdict === 'conformant' ? 'PASSED' : 'FAILED',
      configuration: [
        { name: `catalogue ${catalogue.version}`, digest: { sha256: catalogue.digest } },
        { name: `mustdo ${tool.version}`, digest: { sha256: tool.renderer } },
        ...record.packs.map(({ id, title }) => ({ name: `pack ${id}`, annotations: { title } })),
      ],
      passedTests: ids(of('met')),
      warnedTests: ids(notMet.filter(one => !fails.includes(one))),
      failedTests: ids(fails),
      mustdo_run: {
        id: run.id,
        product: `${target.supplier} ${target.product} ${target.version}`,
        environment: target.environment,
        startedAt: run.startedAt,
        endedAt: run.endedAt,
        verdict,
        demonstration: run.demo,
        partial: run.partial !== undefined,
        couldNotTell: ids(of('cantTell')),
        notTested: ids(of('notTested')),
        attested: ids(of('attested')),
        notApplicable: ids(of('notApplicable')),
      },
    },
  }
  return `${JSON.stringify(statement, null, 2)}\n`
}
