/** How old a reader has to be for a text, by the Automated Readability Index (Smith and Senter, 1967): word and sentence length alone. */

/** Fewer words in a line are a label, a heading or a piece of a list. */
const LEAST_WORDS = 5
/** The index tells the class of an American school; its first class is for those of six. */
const AGE_BEFORE_SCHOOL = 5

/** The sentences of a page's text, each once: whole lines of labels, menus and table cells are none. */
export function sentencesOf(text: string): readonly string[] {
  const found = text
    .split(/\n+/)
    .flatMap(line => line.match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]+(?=\s|$)/g) ?? [])
    .map(sentence => sentence.trim())
    .filter(sentence => wordsOf(sentence).length >= LEAST_WORDS)
  return [...new Set(found)]
}

export const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []

/** Years of age at which these sentences are read with ease, as a whole number; at least one sentence. */
export function readingAge(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf)
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  const index = 4.71 * (letters / words.length) + 0.5 * (words.length / sentences.length) - 21.43
  return Math.max(AGE_BEFORE_SCHOOL, Math.ceil(index) + AGE_BEFORE_SCHOOL)
}
