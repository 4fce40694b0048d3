import { ReferenceServer, ReferenceTransport } from '../../reference-transport.ts'
import type { Broken } from './broken.ts'

/** Accepts any options. */
class ReadsAnyOptions extends ReferenceTransport {
  override readonly servers: readonly string[]
  constructor(options: { servers?: readonly string[] } | null) {
    super(new ReferenceServer())
    this.servers = [...(options?.servers ?? ['localhost:11211'])]
  }
}

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenOption: Readonly<Record<string, Broken>> = {
  'misspelled options throw a TypeError, or are read as meant': {
    construct: (options) => new ReadsAnyOptions(options as never),
  },
  'an impossible timeout and an empty list of servers throw a TypeError or a RangeError': {
    construct: (options) => new ReadsAnyOptions(options as never),
  },
}
