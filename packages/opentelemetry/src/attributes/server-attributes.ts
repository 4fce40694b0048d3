import type { Attributes } from '@opentelemetry/api'
import { Attribute } from './attribute.ts'

/**
 * The address and the port of a server that is named as `Transport.servers` does; none where it is absent.
 */
export function serverAttributes(server: string | undefined): Attributes {
  if (server === undefined) return {}
  const [, bracketed, host = bracketed, port] = /^(?:\[(.+)\]|([^/:]+)):(\d+)$/.exec(server) ?? []
  // The path of a unix socket, or what a transport of somebody's own calls it.
  if (host === undefined) return { [Attribute.serverAddress]: server }
  return { [Attribute.serverAddress]: host, [Attribute.serverPort]: Number(port) }
}
