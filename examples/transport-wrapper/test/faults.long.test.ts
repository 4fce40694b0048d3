import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { testFaults } from '@lmc/transport-tests'
import { describe, it } from 'vitest'
import { countBytes } from '../src/count-bytes.ts'

testFaults('countBytes over MetaTransport', {
  describe,
  it,
  open: (options) => countBytes(new MetaTransport(options), () => undefined),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
})
