import { isIP } from 'node:net'
import type { Endpoint } from './server.ts'

/**
 * The name that the server's certificate must bear and that it is asked for by; there is none for an address.
 */
export function toServerName(endpoint: Endpoint): string {
  return 'path' in endpoint || isIP(endpoint.host) !== 0 ? '' : endpoint.host
}
