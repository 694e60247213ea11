/** What a reader sees first: the frame of the page, the cover, the pillars, what is not met and not covered. */
import { count, day, figure, musts, recommendationsMet } from './numbers.ts'

export const front = {
  page: {
    title: (of: {
      readonly demo: boolean
      readonly published: boolean
      readonly verdict: string
      readonly product: string
      readonly version: string
    }) =>
      `${of.demo ? 'DEMONSTRATION: ' : ''}${of.published ? 'Published copy: ' : ''}${of.verdict}: ${of.product} ${of.version}`,
    skip: 'Skip to the result',
    demo: 'Demonstration',
    demoBand: 'DEMONSTRATION',
    demoNote: 'not a report on any real product',
    published: 'Published copy',
    publishedBand: 'PUBLISHED COPY',
    publishedNote:
      'verdicts without evidence, addresses or names; made from the report whose page has the SHA-256 `{identity}`',
    sections: 'Sections of this report',
    producedBy: 'Produced by {operator} with mustdo {version}; not issued or endorsed by NHS England.',
    ownWords:
      'Statements of requirements are in our own words; the linked standard is the authority. Renderer {renderer}.',
  },

  cover: {
    live: 'LIVE',
    sandbox: 'SANDBOX',
    observed: 'observed {version}',
    versionNotShown: 'not shown by the endpoint',
    validUntil: 'valid until {date}',
    notMetByBasis: 'Not met by basis: {bases}',
    settled: 'Settled: {figures}',
    authorised: 'Authorised beyond reading: {consent}',
    notComplete: 'This run is not complete.',
    noHost: 'no host',
    moreHosts: (first: string, more: number) => `${first} and ${more} more`,
    authorisedBy: (person: string, role: string, until: string) => `${person}, ${role}, until ${day(until)}`,
    authorisedWhat: (effects: readonly string[], by: string) => `${effects.join(' and ')}: ${by}`,
    scope: (packs: readonly string[]) =>
      packs.length > 0 ? `for ${packs.map(title => `\u201c${title}\u201d`).join(' and ')}` : 'with no product type',
    partial: 'Partial run',
    partialTally: (asked: number, of: number, broken: number) =>
      `${figure(asked)} of ${musts(of)}${broken > 0 ? `, ${figure(broken)} not met` : ''}`,
    notMet: (broken: number, of: number) => `${figure(broken)} of ${musts(of)} not met`,
    stillOpen: (open: number, of: number) => `${figure(open)} of ${musts(of)} still open`,
    recommendationsMet,
    allSettled: (applicable: number) => `${musts(applicable)} met or attested`,
    noEnd: 'the run did not come to its end',
    made: (tested: number, reviewed: number, attested: number) =>
      `${figure(tested)} tested, ${figure(reviewed)} reviewed, ${figure(attested)} attested`,
    debts: (open: number, supplier: number, person: number, ours: number) =>
      `${musts(open)} still open: supplier ${supplier} \u00b7 a person ${person} \u00b7 mustdo ${ours}`,
  },

  pillars: {
    title: 'Musts by pillar',
    pillar: 'Pillar',
    must: 'Must',
    notApplicable: 'does not apply',
    nothingAsked: 'nothing asked in this run',
    noMusts: 'no musts',
    noMustsApply: (all: number) => `no musts apply (${figure(all)} do not)`,
    recommendationsMet,
    noHazardLog: 'no hazard log given',
    hazards: (touched: number) => `${count(touched, 'hazard')} touched`,
    usability: 'usability itself not covered',
  },

  headline: {
    notMet: 'Not met',
    hazard: 'hazard',
    hazards: 'hazard {ids}',
    notCovered: 'Not covered',
    assurance: 'Assurance',
    tier: 'Tier: {tier}',
    challenge: 'challenge: {challenge}',
    key: 'key: `{key}`',
    cannotProve:
      'This page cannot prove itself: `mustdo verify FILE`, or the verifier page, or openssl. Not proven: that the run was honest.',
    causes: (causes: number) => (causes === 1 ? 'one cause' : `${causes} causes`),
    remembered: 'source only remembered',
    surfaces: (names: readonly string[]) => `surfaces no instrument reaches: ${names.join(', ')}`,
    documents: (documents: number) => `${count(documents, 'linked document')} (PDF and the like) not looked into`,
    waiting: (waiting: number) =>
      `${count(waiting, 'accessibility requirement')} ${waiting === 1 ? 'awaits' : 'await'} a person`,
    planned: (planned: number) => `${musts(planned)} without a check of ours yet`,
    waivers: (asked: number, accepted: number) => `waivers asked ${asked}, accepted ${accepted}`,
  },

  assurance: {
    demo: 'none: a demonstration against a supplier that does not exist',
    selfRun: 'self-run; signer unknown until verified',
    challenge: 'present',
    noChallenge: 'none',
  },
}
