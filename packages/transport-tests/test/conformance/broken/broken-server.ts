import type { CallOptions, FlushOptions, ServerStatistics } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

class LetsServersBeChanged extends ReferenceTransport {
  override readonly servers: readonly string[] = ['reference']
}

class FlushesNothing extends ReferenceTransport {
  override flush(options?: CallOptions): Promise<void> {
    return this.call([], options, () => undefined)
  }
}

class FlushesWhateverIsNamed extends ReferenceTransport {
  override flush({ signal }: FlushOptions = {}): Promise<void> {
    return super.flush({ signal })
  }
}

class NamesNoServer extends ReferenceTransport {
  override serverOf(): string {
    return 'elsewhere'
  }
}

class CountsNothing extends ReferenceTransport {
  override statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    const statistics = { get_hits: '0', get_misses: '0', total_items: '0' }
    return this.call([], options, () => [{ server: 'reference', statistics }])
  }
}

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenServer: Readonly<Record<string, Broken>> = {
  'servers names each server once, and the list cannot be changed from outside': of(LetsServersBeChanged),
  'flush drops everything, also the items of other transports, and nothing that is stored later':
    of(FlushesNothing),
  'flush of one server drops only the items of that server, and flush of an unknown server rejects':
    of(FlushesWhateverIsNamed),
  'serverOf names the server of a key': of(NamesNoServer),
  'statistics has one entry for each server, in their order, and counts hits and misses': of(CountsNothing),
}
