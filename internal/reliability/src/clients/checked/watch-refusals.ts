import { forwardTo, isTransportError, type Transport } from '@lmc/transport'

/**
 * Gives the transport, and calls `onRefusal` whenever a server has refused to be flushed, also when a client
 * has tried by itself. The failure of a call shows one of several servers; what each says is seen here.
 */
export function watchRefusals(transport: Transport, onRefusal: () => void): Transport {
  return forwardTo(transport, {
    flush: async (options) => {
      try {
        await transport.flush(options)
      } catch (error) {
        if (isTransportError(error) && error.code === 'server') onRefusal()
        throw error
      }
    },
  })
}
