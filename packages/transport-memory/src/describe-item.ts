import type { DumpedItem, ItemDetails, Milliseconds } from '@lmc/transport'
import { itemSize } from './item-size.ts'
import type { StoredItem } from './item-table.ts'
import { server } from './server.ts'

/** Describes an item at the moment `now`, as `inspect` gives it. */
export function describeItem(item: StoredItem, now: Milliseconds): ItemDetails {
  return { flags: item.flags, valueSize: item.value.byteLength, ...useOf(item, now) }
}

/** Describes an item at the moment `now`, as `dumpItems` gives it. */
export function toDumpedItem(key: string, item: StoredItem, now: Milliseconds): DumpedItem {
  return { key, server, itemSize: itemSize(key, item.flags, item.value.byteLength), ...useOf(item, now) }
}

function useOf(
  { expiresAt, usedAt, wasRead }: StoredItem,
  now: Milliseconds,
): Pick<ItemDetails, 'idle' | 'lifetimeLeft' | 'wasRead'> {
  // 0 is for ever, so a part of a second counts as a whole one.
  const lifetimeLeft = expiresAt === Infinity ? 0 : Math.ceil((expiresAt - now) / 1000)
  return { lifetimeLeft, idle: Math.floor((now - usedAt) / 1000), wasRead }
}
