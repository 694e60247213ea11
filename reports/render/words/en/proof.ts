/** What the page rests on: evidence, method, and how to check the report itself. */
import { count, figure } from './numbers.ts'

/** Parts of a line of evidence; `answer` is what came back, in words already. */
interface Line {
  readonly answer: string | number
}

export const proof = {
  evidence: {
    summary: 'Evidence: {line}',
    above: 'Evidence: [{line}], shown above',
    request: 'Request',
    answer: 'Answer',
    again: 'Ask it again',
    againNeeds: '(put your own into {names})',
    when: (time: string, ms: number) => `${time} UTC, ${ms} ms`,
    exchange: (of: Line & { readonly method: string; readonly url: string; readonly as: string | null }) =>
      `${of.method} ${of.url} \u2192 ${of.answer}${of.as ? ` as ${of.as}` : ''}`,
    handshake: (of: Line & { readonly versions: readonly string[]; readonly at: string }) =>
      `TLS ${of.versions.join(', ')} to ${of.at} \u2192 ${of.answer}`,
    survey: (of: Line & { readonly at: string }) => `TLS survey of ${of.at} \u2192 ${of.answer}`,
    page: (of: Line & { readonly url: string }) => `Browser opened ${of.url} \u2192 ${of.answer}`,
    validation: (engine: string, resource: string, issues: number) =>
      `${engine} validated ${resource} \u2192 ${count(issues, 'issue')}`,
    lookup: (of: Line & { readonly type: string; readonly name: string }) =>
      `DNS ${of.type} ${of.name} \u2192 ${of.answer}`,
    step: (name: string, answer: string) => `Step ${name}${answer ? ` \u2192 ${answer}` : ''}`,
    noAnswer: 'no answer',
    noAnswerBecause: (code: string, message: string) => `no answer (${code}: ${message})`,
    noVersion: 'no version taken',
    issuer: (name: string) => `issuer ${name}`,
    valid: (from: string, until: string) => `valid ${from} to ${until}`,
    key: (type: string, bits: number, signature: string) => `${type} ${bits} bits, ${signature}`,
    issue: (of: { severity: string; code: string; path: string; message: string }) =>
      `${of.severity} ${of.code} at ${of.path}: ${of.message}`,
    until: (subject: string, date: string) => `${subject}, until ${date}`,
    notKept: (because: string, bytes: number) => `[body not kept: ${because}; ${bytes} bytes]`,
    notText: (bytes: number, digest: string) => `[${bytes} bytes, not text; sha256 ${digest}]`,
    shortened: (left: number) => `[shortened here; ${left} more characters in the data block]`,
    answeredBy: (address: string) => `answered by ${address}`,
    trusted: 'chain trusted',
    notTrusted: 'chain not trusted',
    notTrustedBecause: (reason: string) => `chain not trusted: ${reason}`,
    noReason: 'no reason given',
    body: (bytes: number, digest: string) => `body ${bytes} bytes, sha256 ${digest}\u2026`,
    asked: (times: number) => `asked ${times} times`,
  },

  method: {
    title: 'Method',
    endpoints: 'Endpoints that were tested',
    name: 'Name',
    kind: 'Kind',
    address: 'Address',
    askedAs: 'Asked as',
    nobody: 'nobody',
    engines: 'Engines, and what a missing one cost this report',
    engine: 'Engine',
    version: 'Version',
    state: 'State',
    cost: 'Cost',
    mend: 'Mend it with `{command}`',
    used: 'used',
    missing: 'missing',
    run: 'Run',
    runOf: (id: string, window: string) => `${id}, ${window} (local clock, as claimed)`,
    runBy: 'Run by',
    runner: (operator: string, platform: string, node: string, ci: boolean) =>
      `${operator}, on ${platform}, Node ${node}${ci ? ', in CI' : ''}`,
    filter: 'Filter',
    sampling: 'How pages, patients and samples were chosen',
    seed: (seed: string) => `Seed ${seed}.`,
    criteria: 'How the success criteria of WCAG 2.2 were judged',
    requests: 'Requests',
    inAll: (requests: number) => `${figure(requests)} in all`,
    pace: (atOnce: number, second: number) => `at most ${atOnce} at a time and ${second} a second for each origin`,
    consent: 'Consent',
    consentOf: (of: { effect: string; person: string; role: string; origins: readonly string[]; until: string }) =>
      `${of.effect}, given by ${of.person} (${of.role}) for ${of.origins.join(', ')} until ${of.until}`,
    noConsent: 'none given: read and browse only',
    testData: 'Test data',
    testPatients: (patients: number) => `${count(patients, 'test patient')} listed in the target file`,
    made: 'Made and undone',
    madeOf: (created: number, removed: number) => `${count(created, 'record')} created, ${figure(removed)} removed`,
    left: (what: string) => `still there: ${what}`,
    documents: 'Linked documents, not looked into',
    notFollowed: 'Seen and not followed',
    proxy: 'Proxy',
    privateRoots: 'Private certificate authority',
    addresses: 'Addresses',
    answeredFrom: (origin: string, address: string) => `${origin} answered from ${address}`,
    keys: 'Certificate keys (SHA-256 of the public key)',
    metadata: 'Digest of metadata',
    atStart: (digest: string) => `at the start ${digest}`,
    atEnd: (digest: string) => `at the end ${digest}`,
    changes: 'Changed during the run',
    catalogue: 'Catalogue',
    catalogueOf: (version: string, digest: string) => `version ${version}, sha256 ${digest}`,
    tool: 'Tool',
    toolOf: (version: string, renderer: string) => `mustdo ${version}, renderer sha256 ${renderer}`,
    challenge: 'Challenge',
  },

  seal: {
    title: 'How to check this report',
    key: 'The run says that it was sealed with the key `{key}`. Compare it with what a verifier finds and with what the signer gave you another way.',
    lead: 'The last lines of this file are its seal: a signature over every byte before it. A page can be made to say anything about itself, so check it from outside:',
    verify:
      '`mustdo verify FILE` says whether a byte was changed and which key signed. With `--trust keys.json` it says whose key that is; without, "unaltered; signer unknown". With `--rejudge` it judges the evidence again.',
    page: 'The verifier page checks the same in a browser, offline, and shares no code with mustdo.',
    openssl:
      "With `openssl` alone: the seal's protected header carries the public key (`jwk`) and its payload the SHA-256 of all bytes before the seal's line. The script to do so stands in `docs/verify-with-openssl.md` of the project.",
    keep: 'Keep the file as it came: "save as", a mail gateway or an editor may rewrite it, and the seal then no longer holds.',
    notProven: 'Not proven by any seal:',
    notProvenWhat:
      'that the run was honest, that the tested system is the one that will be delivered, or anything that this report lists as not tested.',
  },
}
