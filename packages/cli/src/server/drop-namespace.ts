import { MemcachedClient } from '@lmc/client'
import { forwardTo } from '@lmc/transport'
import { Progress } from '../output/progress.ts'
import type { Session } from '../program/session.ts'

/**
 * Drops what is listed of a namespace, with a bar. Resolves to how many values were there.
 *
 * @param listed how many keys are listed of it.
 */
export async function dropNamespace(
  { transport, streams, signal }: Session,
  namespace: string | undefined,
  listed: number,
): Promise<number> {
  const progress = new Progress('Dropping', streams)
  progress.expect(listed)
  // The client says only at the end how many it has dropped: each delete is counted on its way.
  const counting = forwardTo(transport, {
    delete: async (key, options) => {
      const wasThere = await transport.delete(key, options)
      progress.advance()
      return wasThere
    },
  })
  const client = new MemcachedClient({
    transport: counting,
    ownsTransport: false,
    trackKeys: true,
    failures: 'throw',
    onFailure: () => undefined,
  })
  try {
    return await client.invalidateNamespace(namespace, { signal })
  } finally {
    progress.stop()
    const closing = client.close()
    // It tries once more what has failed, and a stop does not wait for that.
    if (signal.aborted) closing.catch(() => undefined)
    else await closing
  }
}
