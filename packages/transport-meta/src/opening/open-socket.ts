import { withRealTicks } from '@lmc/transport'
import { connect, isIP, type LookupFunction, type OnReadOpts, type Socket } from 'node:net'
import { copyReads, hasOnread } from './copy-reads.ts'
import type { Peer } from '../servers/server.ts'
import { loadBuiltin } from '../load-builtin.ts'

/**
 * Opens a socket that reads into one buffer, instead of a new one for each read. It emits `error`, `end` and
 * `close`. Only without `onread` it emits `data`, which is copied into the buffer.
 *
 * @param address the IP address to connect to; `undefined` for the path of a unix socket.
 */
export function openSocket(peer: Peer, address: string | undefined, onread: OnReadOpts): Socket {
  return hasOnread ? open(peer, address, { onread }) : copyReads(open(peer, address, {}), onread)
}

function open(
  { endpoint, tls }: Peer,
  address: string | undefined,
  reading: { readonly onread?: OnReadOpts },
): Socket {
  if ('path' in endpoint) {
    const options = { ...tls, ...endpoint, ...reading }
    return withRealTicks(() =>
      tls === undefined ? connect(options) : loadBuiltin('node:tls').connect(options),
    )
  }
  const { host, port } = endpoint
  const options = { port, ...reading, autoSelectFamily: false }
  if (tls === undefined) return withRealTicks(() => connect({ ...options, host: address ?? host }))
  // By its name, which the certificate is checked against.
  const lookup = address === undefined ? {} : { lookup: lookupOf(address) }
  const secure = { ...tls, ...options, ...lookup, host }
  return withRealTicks(() => loadBuiltin('node:tls').connect(secure))
}

/** A look-up that has been made. */
function lookupOf(address: string): LookupFunction {
  const family = isIP(address)
  return (_host, { all }, callback) => {
    if (all === true) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
}
