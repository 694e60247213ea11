/**
 * The algebra of verdicts: outcomes × coverage × attestation × claim → state → verdict → exit code. Total, pure, and the
 * only place that may say "conformant".
 */
export * from './verdict/exit.ts'
export * from './verdict/review.ts'
export * from './verdict/roll-up.ts'
export * from './verdict/state.ts'
