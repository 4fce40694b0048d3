import { MetaTransport } from '@lmc/transport-meta'

/**
 * What was moved to and from the items of the list of keys, in bytes of their values, and what came of
 * compare-and-set.
 */
export interface IndexTraffic {
  read: number
  written: number
  won: number
  lost: number
}

const INDEX_PREFIX = 'lmc-index:'

/** A `MetaTransport` that counts what the list of keys costs. */
export class CountingTransport extends MetaTransport {
  readonly traffic: IndexTraffic = { read: 0, written: 0, won: 0, lost: 0 }

  override async gets(...call: Parameters<MetaTransport['gets']>): ReturnType<MetaTransport['gets']> {
    const item = await super.gets(...call)
    if (call[0].startsWith(INDEX_PREFIX)) this.traffic.read += item?.value.byteLength ?? 0
    return item
  }

  override async getMany(
    ...call: Parameters<MetaTransport['getMany']>
  ): ReturnType<MetaTransport['getMany']> {
    const items = await super.getMany(...call)
    for (const [key, { value }] of items)
      if (key.startsWith(INDEX_PREFIX)) this.traffic.read += value.byteLength
    return items
  }

  override append(...call: Parameters<MetaTransport['append']>): ReturnType<MetaTransport['append']> {
    this.traffic.written += call[1].byteLength
    return super.append(...call)
  }

  override async compareAndSet(
    ...call: Parameters<MetaTransport['compareAndSet']>
  ): ReturnType<MetaTransport['compareAndSet']> {
    this.traffic.written += call[1].byteLength
    const isSet = await super.compareAndSet(...call)
    this.traffic[isSet ? 'won' : 'lost']++
    return isSet
  }
}
