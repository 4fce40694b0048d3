import { startMemcached, testFaults } from '@lmc/transport-tests'
import { describe, it } from 'vitest'
import { NpmMemcachedTransport } from '../src/npm-memcached-transport.ts'

testFaults('NpmMemcachedTransport', {
  describe,
  it,
  open: ({ servers: [server], timeout }) => new NpmMemcachedTransport(server, timeout),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('programs/open.mjs', import.meta.url),
  // The text protocol numbers nothing and checks nothing, and the transport takes one server.
  lacks: ['unchecked framing', 'unnumbered replies', 'single server'],
  // What the client below has no means for; the README tells of it.
  shortfalls: [
    '100,000 gets in one tick all resolve to their own values, over the connections it declares',
    'a value of 70 MB goes to a server that takes it and comes back, whatever the bounds are for several calls',
    'the call after the idle connection was closed politely succeeds, also where the process was busy meanwhile',
    'a server that closes the connection at the first command is not run into, neither by calls nor without',
    'no error shows anything of a value, whatever is done to the replies',
    'statistics without end are given up, and at most 384 MiB of them are kept',
    'a healthy server is not called late where the process itself was busy for three time-outs',
    'with timers, clocks, microtasks and ticks faked after the transport was loaded calls settle, and with the real ones back they are served',
    'while a look-up hangs no second one of the name is made, and a name that there is not is not looked up over and over',
  ],
})
