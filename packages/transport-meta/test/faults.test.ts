import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { describe, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'

testFaults('MetaTransport', {
  describe,
  it,
  open: (options) => new MetaTransport(options),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
})
