import { connect, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Server } from './server.ts'

export interface SocketListener {
  /** What is read goes there, again and again. */
  readonly window: Uint8Array
  /** So many bytes have been read into `window`. */
  readonly onRead: (count: number) => void
  /** The server can be written to. */
  readonly onOpen: () => void
}

/** So long a connection may be silent before the system asks whether the other side is still there, in milliseconds. */
const KEEP_ALIVE_DELAY = 30_000

/** Opens a socket that reads into one buffer, instead of a new one for each read. It emits `error` and `close`, and no `data`. */
export function openSocket({ endpoint, tls }: Server, { window, onRead, onOpen }: SocketListener): Socket {
  const onread: OnReadOpts = {
    buffer: window,
    callback: (count) => {
      onRead(count)
      return true
    },
  }
  const options = { ...tls, ...endpoint, onread }
  const socket = tls === undefined ? connect(options) : connectSecurely(options)
  socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
    socket.setNoDelay(true)
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY)
    onOpen()
  })
  return socket
}
