import { testTransport } from '@lmc/transport-tests/conformance'
import { describe, it } from 'vitest'
import { MemoryStore } from '../src/memory-store.ts'
import { MemoryTransport, type MemoryTransportOptions } from '../src/index.ts'

let now = Date.now()
const store = new MemoryStore({ clock: () => now })

testTransport('MemoryTransport', {
  describe,
  it,
  open: () => new MemoryTransport({ store }),
  construct: (options) => new MemoryTransport(options as MemoryTransportOptions),
  elapse: (seconds) => {
    now += seconds * 1000
  },
})
