const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`)
const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map(row => `| ${row.join(' | ')} |`),
  ].join('\n')

/** A message in a table. */
const cell = (message = '-') =>
  (message.length > 160 ? `${message.slice(0, 160)}\u2026` : message).replaceAll('|', '\\|').replaceAll('<', '&lt;')

/** The bars that a part meets or misses: `[what, bar, measured, met]`. */
export function barsOf({ speed, examples, mutants, cases }) {
  const found = mutants && sum(Object.values(mutants.byOperator), 'found')
  const rejected = mutants && sum(Object.values(mutants.byOperator), 'rejected')
  return [
    ...(speed
      ? [
          ['loaded, CPU (best of three processes)', 'under 300 ms', `${speed.loadMs} ms`, speed.loadMs < 300],
          ['memory of the process after 3,100 resources', 'under 200 MB', `${speed.memoryMb} MB`, speed.memoryMb < 200],
          ['warm, Patients a CPU-second', 'at least 2,000', String(speed.perSecond), speed.perSecond >= 2000],
        ]
      : []),
    ...(examples
      ? [
          [
            'false alarms on valid examples',
            '0',
            `${examples.alarms.length} of ${examples.valid}`,
            examples.alarms.length === 0 && examples.valid >= 649,
          ],
        ]
      : []),
    ...(mutants
      ? [
          [
            'mutants that the official engine rejects',
            'at least 99 %',
            `${found} of ${rejected}, ${percent(found, rejected)}`,
            found >= 0.99 * rejected,
          ],
        ]
      : []),
    ...(cases
      ? [
          [
            'manifest cases in which the official engine finds errors',
            'at least 75 %',
            `${cases.found} of ${cases.rejected}, ${percent(cases.found, cases.rejected)}`,
            cases.unanswered === 0 && cases.found >= 0.75 * cases.rejected,
          ],
          [
            'outcomes of the manifest that the official engine has through our interface, offline',
            'at least 89 %',
            `${cases.agreed} of ${cases.told}, ${percent(cases.agreed, cases.told)}`,
            cases.agreed >= 0.89 * cases.told,
          ],
        ]
      : []),
  ]
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0)

/** The scoreboard as a page. */
export function pageOf(results) {
  const { seed, official, mutants, examples, cases, missing, machine } = results
  const parts = [
    '# The embedded FHIR validator against HL7\u2019s own',
    `Written by \`npm run scoreboard:fhir -- --write\` (${machine}). ${official ? `Official engine: ${official.version}, offline, through our interface, with ${official.packages.join(', ')}.` : ''}`,
    'Found means that the embedded engine reports at least one error on a resource on which the official engine does. What an engine says it could not look at counts for neither; addresses under example.org are allowed in both.',
    table(
      ['what', 'bar', 'measured', ''],
      barsOf(results).map(([what, bar, measured, met]) => [what, bar, measured, met ? 'met' : '**missed**']),
    ),
    ...missing.map(what => `Not measured: ${what}`),
  ]
  if (mutants)
    parts.push(
      '## Mutants',
      `Seed \`${seed}\`: ${mutants.count} mutants of examples of ${mutants.types} resource types that the official engine accepts. "Only the embedded" are those that it rejects and the official engine does not: mostly codes outside code systems that the official engine leaves to a terminology server, and control characters, which R4 forbids in strings.`,
      table(
        ['operator', 'official rejects', 'found', 'missed', 'only the embedded'],
        Object.entries(mutants.byOperator).map(([name, { rejected, found, extra }]) => [
          name,
          rejected,
          found,
          rejected - found,
          extra,
        ]),
      ),
      ...(mutants.missed.length > 0 ? ['Missed:', mutants.missed.map(line => `- ${line}`).join('\n')] : []),
    )
  if (examples)
    parts.push(
      '## Examples',
      `${examples.count} examples of HL7\u2019s package hl7.fhir.r4.examples 4.0.1; the official engine accepts ${examples.valid}. Of the other ${examples.count - examples.valid} the embedded engine rejects ${examples.bothReject}.`,
      ...(examples.alarms.length > 0 ? [examples.alarms.map(line => `- ${line}`).join('\n')] : []),
    )
  if (cases)
    parts.push(
      '## Manifest cases',
      `${cases.count} cases of org.hl7.fhir.testcases:fhir-test-cases of version 4.0 in JSON without packages, profiles or supporting files (scripts/scoreboard-fhir/manifest-cases.json; without ext-ccuk, on which the official engine hangs offline); ${cases.unanswered} without an answer of the official engine. The embedded engine rejects ${cases.extra.length} that the official one accepts${cases.extra.length > 0 ? `: ${cases.extra.join(', ')}` : ''}.`,
      `Missed: ${cases.missed.join(', ')}.`,
      `The manifest tells the outcome of HL7\u2019s validator, asked with a terminology server. Each case is asked through our interface with the settings that it names, and agrees when both outcomes hold an error or neither does. No case is left out: ${cases.uncarried.length} name a setting that our interface does not carry with one resource and are asked without it, ${cases.uncarried.filter(({ agrees }) => agrees).length} of them agree (${cases.uncarried.map(({ name, uncarried }) => `${name}: ${uncarried.join(', ')}`).join('; ')}). These ${cases.otherwise.length} of ${cases.told} have another outcome:`,
      table(
        ['case', 'the manifest\u2019s first error', 'told by', 'our first error, offline'],
        cases.otherwise.map(({ name, outcome, ours }) => [
          name,
          cell(outcome[0]?.message),
          outcome[0]?.server ?? '-',
          ours ? cell(ours[0]?.message) : 'no answer',
        ]),
      ),
    )
  return `${parts.join('\n\n')}\n`
}
