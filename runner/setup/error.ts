/** An optional part could not be set up. Says what is wrong, what was expected and what to do next. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
