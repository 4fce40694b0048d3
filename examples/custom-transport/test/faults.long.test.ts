import { startMemcached, testFaults } from '@lmc/transport-tests'
import { describe, it } from 'vitest'
import { NpmMemcachedTransport } from '../src/npm-memcached-transport.ts'

testFaults('NpmMemcachedTransport', {
  describe,
  it,
  open: ({ servers: [server], timeout }) => new NpmMemcachedTransport(server, timeout),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
  // A reply of the text protocol has no number, and the transport takes one server.
  lacks: ['unnumbered replies', 'single server'],
  // The client below cannot keep these clauses. The README says so.
  shortfalls: [
    '100,000 gets in one tick all resolve to their own values, over the declared number of connections',
    'a single value of 70 MB is stored and read, on a server that takes it',
    'a call succeeds after the idle connection was closed politely while the process was busy',
    'a server that closes the connection at the first command gets few connections, with calls and without',
    'endless statistics end with an error, and take at most 384 MiB',
    'no call to a healthy server times out because the process was busy for three timeouts',
    'with timers, clocks, microtasks and ticks faked after the transport was loaded, calls settle, and with the real ones back they are served',
    'a name is looked up once at a time, and an unknown name is not looked up over and over',
  ],
})
