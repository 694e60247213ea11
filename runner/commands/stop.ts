/** Ctrl-C and its kin: the first asks the run to stop and write what there is, the second ends it at once. */
export function stopOnSignals(onStop: () => void): { signal: AbortSignal; release: () => void } {
  const stop = new AbortController()
  const handle = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
    onStop()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return {
    signal: stop.signal,
    release: () => {
      process.off('SIGINT', handle)
      process.off('SIGTERM', handle)
    },
  }
}
