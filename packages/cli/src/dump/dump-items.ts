import type { DumpedItem } from '@lmc/transport'
import type { Session } from '../program/session.ts'
import type { DumpLine } from './dump-format.ts'
import { NO_UTF8 } from './no-utf8.ts'

/** So many items are read at once, unless they are large. */
const BATCH = 200
const BATCH_BYTES = 4 * 2 ** 20

/**
 * Gives all items of all servers with their values. What is gone before it is read is left out.
 *
 * @param onSkipped is called for each key that cannot be asked for.
 */
export async function* dumpItems(
  session: Pick<Session, 'transport' | 'signal'>,
  onSkipped: () => void,
): AsyncGenerator<DumpLine, void, undefined> {
  for await (const batch of batches(session, onSkipped)) {
    const found = await session.transport.getMany(
      batch.map(({ key }) => key),
      { signal: session.signal },
    )
    const now = Date.now() / 1000
    for (const { key, lifetimeLeft } of batch) {
      const item = found.get(key)
      if (item === undefined) continue
      const expiresAt = lifetimeLeft === 0 ? undefined : Math.round(now + lifetimeLeft)
      yield { key, flags: item.flags, expiresAt, value: item.value }
    }
  }
}

async function* batches(
  { transport, signal }: Pick<Session, 'transport' | 'signal'>,
  onSkipped: () => void,
): AsyncGenerator<readonly DumpedItem[], void, undefined> {
  let batch: DumpedItem[] = []
  let size = 0
  for await (const item of transport.dumpItems({ signal })) {
    if (item.key.includes(NO_UTF8)) {
      onSkipped()
      continue
    }
    batch.push(item)
    size += item.itemSize
    if (batch.length < BATCH && size < BATCH_BYTES) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}
