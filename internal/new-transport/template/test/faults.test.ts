import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { describe, it } from 'vitest'
import { NamelessTransport } from '../src/index.ts'

testFaults('NamelessTransport', {
  describe,
  it,
  open: (options) => new NamelessTransport(options),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
  // What the protocol does not have, and nothing else: see `Lack`.
  lacks: [],
})
