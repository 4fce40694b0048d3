import { startMemcached } from '@lmc/testing'
import { testFaults } from '@lmc/transport/faults'
import { describe, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'

testFaults('MetaTransport', {
  describe,
  it,
  open: (options) => new MetaTransport(options),
  startServer: async (port) => startMemcached(port === undefined ? {} : { port }),
  program: new URL('programs/open.mjs', import.meta.url),
})
