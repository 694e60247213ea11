/** The outcome of `mustdo verify` as text for a terminal: no colour, ASCII and LF unless the file's own names hold more. */
import { assuranceWords } from './assurance.ts'
import { dayOf } from './trust.ts'
import type { Verification } from './verify.ts'

/** 0 when everything holds that has to, 4 when a seal or a demanded rung does not. */
export const exitCodeOf = ({ ok }: Verification): 0 | 4 => (ok ? 0 : 4)

export function renderVerification(result: Verification): string {
  const { headline, tier, summary, rungs, seals, stamps, unmet, notProven, bodyDigest, transit, rewritten } = result
  const about = summary
    ? [
        `${summary.title}: ${summary.verdict}`,
        `${summary.target.supplier} ${summary.target.product} ${summary.target.version}, ${summary.target.environment}`,
        `Run ${summary.run}, ${summary.window.from} to ${summary.window.to} (as claimed)`,
        `Catalogue ${summary.catalogue.version}, sha256 ${summary.catalogue.digest}`,
      ]
    : []
  const width = Math.max(...rungs.map(({ rung }) => rung.length))
  return [
    headline,
    `Assurance: ${assuranceWords[tier]}`,
    ...section('What happened to it', transit?.damage ?? rewritten?.signs ?? []),
    ...section('Undone, its seals hold', transit ? [`sha256 ${transit.bodyDigest} (the page that was sent)`] : []),
    ...section(
      'What is left of it',
      rewritten
        ? [
            `its data are those that were sealed: sha256 ${rewritten.recordDigest}`,
            'what the page shows may be anything: rely on the original only',
          ]
        : [],
    ),
    ...section('Demanded and not there', unmet.map(printable)),
    ...section('The seal says', about.map(printable)),
    ...section(
      'Rungs',
      rungs.map(({ rung, state, detail }) => `${rung.padEnd(width)}  ${state.padEnd(13)}  ${printable(detail)}`),
    ),
    ...section(
      'Seals',
      seals.map(
        ({ fingerprint, role, iat, alg, signer }) =>
          `${fingerprint}  ${role}, ${alg}, ${dayOf(iat)} (as claimed)${signer ? `, ${printable(signer)}` : ''}`,
      ),
    ),
    ...section(
      'Time-stamps',
      stamps.map(({ time, authority, known }) => `${time}  ${printable(authority)}${known ? '' : ', not known here'}`),
    ),
    ...section(
      'Decisions',
      seals.flatMap(({ signer, role, summary: { review } }) =>
        review
          ? [
              `${review.decision}, by ${printable(review.by)} (${role}${signer ? `, ${printable(signer)}` : ', signer unknown'})`,
              ...review.conditions.map(condition => `  on condition: ${printable(condition)}`),
            ]
          : [],
      ),
    ),
    ...section('Report', bodyDigest ? [`sha256 ${bodyDigest} (the page without its seals)`] : []),
    ...section('Not proven', notProven),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)]

/** Names come from the file; a terminal must not be steered by them. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
