import { forwardTo, type Transport } from '@lmc/transport'

export function countBytes(inner: Transport, onBytes: (bytes: number) => void): Transport {
  return forwardTo(inner, {
    async get(key, options) {
      const item = await inner.get(key, options)
      onBytes(item?.value.length ?? 0)
      return item
    },
  })
}
