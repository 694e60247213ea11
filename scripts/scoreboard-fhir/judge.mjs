/** The errors of an answer. */
export const errorsIn = answer => answer.issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')

/** Both engines on the same text: `{ official, embedded }` errors; official is undefined where it gave no answer. */
export async function judgeBoth(text, official, embedded) {
  const resource = JSON.parse(text)
  const mine = errorsIn(await embedded.validate(resource))
  try {
    return { official: errorsIn(await official.validate(resource)), embedded: mine }
  } catch {
    return { official: undefined, embedded: mine }
  }
}
