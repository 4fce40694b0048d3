import type { ServerOptions } from '@lmc/transport-meta'

/** The server of who names none. */
export const DEFAULT_SERVER = '127.0.0.1:11211'

/** As libmemcached's tools write a weight. */
const WEIGHTED = /^(.+)\/\?(\d+)$/

/** Reads a list of servers, separated by commas. An empty one names the default server. */
export function readServers(list: string | undefined): readonly ServerOptions[] {
  return namesServers(list) ? addressesIn(list).map(toServer) : [{ address: DEFAULT_SERVER }]
}

/** Whether a list names any server. */
export function namesServers(list: string | undefined): list is string {
  return list !== undefined && addressesIn(list).length > 0
}

function addressesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)
}

function toServer(text: string): ServerOptions {
  const [, address, weight] = WEIGHTED.exec(text) ?? []
  return address === undefined ? { address: text } : { address, weight: Number(weight) }
}
