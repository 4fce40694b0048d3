import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { describe, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'

/** The clauses that try each byte of a reply, or take very many calls or bytes. */
const COSTLY =
  /any one bit|one extra byte|any one byte|cut at any byte|00,000 gets|64 KiB|70 MB|more bytes than come/

testFaults('MetaTransport', {
  describe,
  it: (name, run) => (IS_LONG || !COSTLY.test(name) ? it(name, run) : undefined),
  open: (options) => new MetaTransport(options),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
})
