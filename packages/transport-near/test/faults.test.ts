import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { testFaults } from '@lmc/transport-tests/faults'
import { describe, it } from 'vitest'
import { nearTransport } from '../src/index.ts'

testFaults('nearTransport over MetaTransport', {
  describe,
  it,
  open: (options) => nearTransport(new MetaTransport(options)),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
})
