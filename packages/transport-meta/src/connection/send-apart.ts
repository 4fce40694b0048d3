import type { Call } from '../calls/call.ts'
import { Connection } from './connection.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { Failure } from './failure.ts'

const OVER: Failure = { code: 'connection', message: 'the connection is not needed any more' }

/** Sends a call by a connection of its own, which ends with it. */
export async function sendApart<T>(
  options: Omit<ConnectionOptions<Connection>, 'owner'>,
  call: Call<T>,
): Promise<T> {
  const connection = new Connection({
    ...options,
    owner: {
      onReady: () => undefined,
      onServed: () => undefined,
      onStall: () => undefined,
      onRecovery: () => undefined,
      onEnd: (_, { code, message, cause }, rescued) => {
        for (const lost of rescued) lost.fail(code, message, options.server.name, cause)
      },
    },
  })
  connection.submit(call)
  try {
    return await call.promise
  } finally {
    connection.end(OVER)
  }
}
