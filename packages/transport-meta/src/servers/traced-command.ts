import type { CommandName, TracedCommand } from '@lmc/transport'
import type { Server } from './server.ts'

/** A command to a server, as it is traced. */
export function toTracedCommand(
  operation: CommandName,
  { name, endpoint }: Server,
  keys: readonly string[],
  traceKeys: boolean,
): TracedCommand {
  const where =
    'path' in endpoint
      ? { address: endpoint.path, port: undefined }
      : { address: endpoint.host, port: endpoint.port }
  return { operation, server: name, ...where, keys, traceKeys }
}
