import type { Verification } from '../seal/verify.ts'

/** What was demanded and does not hold, each with what the rung found. */
export const unmetInWords = ({ unmet, rungs }: Verification): string =>
  unmet
    .map(line => {
      const detail = rungs.find(({ rung }) => line.startsWith(`${rung}:`))?.detail
      return detail ? `${line} (${detail})` : line
    })
    .join('; ')
