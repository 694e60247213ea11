import { advice, check, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { readingAge, sentencesOf, wordsOf } from '../../shared/reading-age.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** What the guide aims at, and what it accepts for hard medical content. */
const AIM = 11
const MOST = 14
/** An index over less says little. */
const LEAST_WORDS = 100
/** Its words are the law's (regulation 8). */
const isStatement = (text: string) => /\baccessibility statement (applies|for)\b/i.test(text)

const plain = [
  'We keep your record so that the people who care for you can see it.',
  'You can ask us to send you a copy of it.',
  'Call us if a test result or a medicine looks wrong to you.',
  'We ask for your name and your date of birth so that we know who you are.',
]
const hard =
  'Individuals experiencing persistent symptomatology should communicate immediately with appropriately qualified healthcare professionals.'
/** As many different sentences as make an index. */
const text = (...sentences: string[]) => [...Array(8).keys()].flatMap(i => sentences.map(one => `Part ${i}: ${one}`))

/**
 * The average over all pages for patients (NHS content guide, How we write): 9 to 11 is the aim, 11 to 14 is accepted for hard medical
 * content. Sentences only; the accessibility statement, whose words the law gives, is left out. An index sees the length of words, not
 * whether a hard one is explained: that takes a person, and so do letters and messages.
 */
export default check({
  id: 'accessibility/reading-age',
  version: 1,
  title: 'Pages for patients are easy to read',
  verifies: { 'ACC-GEN-011': 'part' },
  subjects: productWithPages('patient'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Shorten the sentences named, replace hard words, and try the text on people.',
  probe: async context => ({ visits: await visitAll(context, 'patient') }),

  judge: ({ visits }) => {
    const pages = visits.flatMap(({ finalUrl: at, facts }) => {
      const said = facts?.text ?? ''
      return isStatement(said) ? [] : [{ at, sentences: sentencesOf(said) }]
    })
    const sentences = [...new Set(pages.flatMap(page => page.sentences))]
    if (sentences.flatMap(wordsOf).length < LEAST_WORDS)
      return nothingShown(`for patients, with ${LEAST_WORDS} words in sentences`)
    const age = readingAge(sentences)
    const hardest = [...sentences].sort((a, b) => readingAge([b]) - readingAge([a]))[0] ?? ''
    const at = pages.find(page => page.sentences.includes(hardest))?.at ?? ''
    const told = { at, expected: `${AIM}`, actual: `${age}`, sentence: hardest.slice(0, 200) }
    if (age > MOST) return failed('hard', told)
    return age > AIM ? [passed({ at }), advice('above-aim', told)] : passed({ at })
  },

  messages: {
    hard: 'Texts for patients read at the age of {actual} on average, not of 9 to {expected}. The hardest sentence, at {at}: {sentence}',
    'above-aim':
      'Texts for patients read at the age of {actual} on average; the aim is 9 to {expected}. The hardest sentence, at {at}: {sentence}',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'plain', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen(text(...plain))] }, keys: ['passed'] },
    {
      name: 'in between',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen([...text(...plain), ...text(hard)])] },
      keys: ['passed', 'above-aim'],
    },
    { name: 'hard', from: `${SUPPLIER}, defect hard-words`, outcome: 'failed', seen: { visits: [screen(text(hard))] } },
    {
      name: 'a statement beside it',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        visits: [
          screen(text(...plain)),
          screen(['This accessibility statement applies to the website of Example Ltd.', ...text(hard)]),
        ],
      },
      keys: ['passed'],
    },
    { name: 'few words', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(plain)] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})
