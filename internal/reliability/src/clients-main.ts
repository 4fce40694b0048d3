import { ClientsOfProcess } from './clients/clients-of-process.ts'
import type { openTransport } from './clients/open-transport.ts'
import type { ProcessOptions, ProcessOrder } from './clients/process-message.ts'

// A process of clients that make calls until they are told to stop. `chaos-process.ts` starts it.

// The parent is gone.
const end = (): never => process.exit(1)
process.once('disconnect', end)

const options = JSON.parse(process.argv[2] ?? '') as ProcessOptions
const transports = (await import(options.transports)) as { readonly openTransport: typeof openTransport }
const clients = new ClientsOfProcess(options, transports.openTransport)
clients.start((message) => process.send?.(message))

process.on('message', obey)

function obey(message: unknown): void {
  const order = message as ProcessOrder
  if (order === 'stop') void stop()
  else if ('hold' in order) hold(order.hold)
  else void clients.audit(order.step)
}

function hold(time: number): void {
  const startedAt = performance.now()
  while (performance.now() - startedAt < time);
}

/** After this nothing may keep the process alive. */
async function stop(): Promise<void> {
  await clients.stop()
  process.off('message', obey)
  process.off('disconnect', end)
  process.disconnect()
}
