import { forwardTo, isTransportError, type Transport } from '@lmc/transport'

/**
 * Wraps the transport, and calls `onRefusal` whenever a server has refused a flush, also in a retry of the
 * client. The failure of a call names only one of several servers, and this wrapper sees all.
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
