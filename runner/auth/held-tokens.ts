/** Access and refresh tokens that answers gave, by the placeholders that probes and reports know them by. */
import type { Live } from '../probe/world.ts'

const tokens = new WeakMap<Live, Map<string, string>>()

export const tokenBehind = (live: Live, placeholder: string): string | undefined => tokens.get(live)?.get(placeholder)

/** Holds a token; `name` is what its placeholder says. */
export function holdToken(live: Live, token: string, name: string): void {
  const known = tokens.get(live) ?? new Map<string, string>()
  tokens.set(live, known.set(live.redactor.learn(token, name), token))
}
