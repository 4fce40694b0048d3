import type { OnReadOpts, Socket } from 'node:net'

const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } }

/** Whether sockets read into a buffer of ours. workerd detaches the buffer of `onread` instead. */
export const hasOnread: boolean = navigator?.userAgent !== 'Cloudflare-Workers'

/** Copies what the socket reads into the buffer, and calls back as `onread` does. */
export function copyReads(socket: Socket, options: OnReadOpts): Socket {
  const window = options.buffer as Uint8Array
  return socket.on('data', (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.byteLength && !socket.destroyed; at += window.byteLength) {
      const part = bytes.subarray(at, at + window.byteLength)
      window.set(part)
      options.callback(part.byteLength, window)
    }
  })
}
