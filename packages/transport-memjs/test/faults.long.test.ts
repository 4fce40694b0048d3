import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { describe, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'

testFaults('MemjsTransport', {
  describe,
  it,
  open: (options) => new MemjsTransport(options),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
  // The binary protocol has a length and a number in each reply, and nothing to check the rest by.
  lacks: ['unchecked framing'],
})
