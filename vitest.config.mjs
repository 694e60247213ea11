// How this repository's own tests run. Conformance runs take none of this: the engine passes its own configuration.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{standards,suites,runner,reports,fixtures,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'fixtures/real/.work/**'],
    // Whole runs of the command line, a browser and real servers share two cores.
    maxWorkers: 2,
    // Whole runs must come out the same on machines where HL7's validator is installed; its tests ask for it.
    env: { MUSTDO_VALIDATOR: 'embedded' },
    // Against hangs only: a busy machine takes ten times as long as an idle one.
    testTimeout: 300_000,
    hookTimeout: 400_000,
  },
})
