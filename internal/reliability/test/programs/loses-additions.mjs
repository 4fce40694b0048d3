import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that stores a sum with any version. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const compareAndSet = transport.compareAndSet.bind(transport)
  transport.compareAndSet = (key, value, cas, callOptions) =>
    /^\d+ \d+$/.test(Buffer.from(value).toString())
      ? transport.set(key, value, callOptions)
      : compareAndSet(key, value, cas, callOptions)
  return transport
}
