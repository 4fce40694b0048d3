import { ClientsOfProcess } from './clients-of-process.ts'
import type { openTransport } from './open-transport.ts'
import type { ProcessOptions } from './process-message.ts'

// A process of clients that call until they are told to stop; `chaos-process.ts` starts it.

// Who started it is gone.
const end = (): never => process.exit(1)
process.once('disconnect', end)

const options = JSON.parse(process.argv[2] ?? '') as ProcessOptions
const transports = (await import(options.transports)) as { readonly openTransport: typeof openTransport }
const clients = new ClientsOfProcess(options, transports.openTransport)
clients.start((message) => process.send?.(message))

process.once('message', () => void stop())

/** From here on nothing may keep the process alive. */
async function stop(): Promise<void> {
  await clients.stop()
  process.off('disconnect', end)
  process.disconnect()
}
