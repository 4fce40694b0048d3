import type { Distribution } from './distribution.ts'
import { createSlots } from './servers/slots.ts'

/**
 * A hash of the key modulo the number of servers, as memjs does it: a cache that memjs has filled is found.
 * Where weights are given, a server counts as many times as its weight. Of a key beyond ASCII it takes the
 * UTF-16 code units, as memjs does. Nearly every key moves when a server joins or leaves: (n - 1) of n.
 *
 * @see https://github.com/memcachier/memjs/blob/master/lib/memjs/utils.js function `hashCode`
 */
export const modulo: Distribution = (servers) => {
  const { count, serverAt } = createSlots(servers)
  return (key) => serverAt(hashCode(key) % count)
}

function hashCode(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0
  return Math.abs(hash)
}
