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
  shortfalls: [
    // An item that is near is given while its server fails: that is what it is near for.
    ...['close', 'halfClose', 'reset'].map(
      (end) =>
        `a reply that is cut in the middle by a ${end} fails its call, and none of it reaches a later call`,
    ),
    // They count the bytes of gets, which an item that is near does not send. The conformance suite has
    // hostile keys as well.
    '40 hostile keys: every method refuses them, and sends no byte',
    '2000 random keys: each is refused before a byte is sent, or holds its own value',
  ],
  program: new URL('programs/open.mjs', import.meta.url),
})
