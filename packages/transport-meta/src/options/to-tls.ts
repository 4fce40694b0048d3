import { reasonOf } from '@lmc/transport'
import type { ConnectionOptions } from 'node:tls'
import { loadBuiltin } from '../load-builtin.ts'

/**
 * Reads certificates and keys, so that bad ones are seen before they are needed.
 *
 * @throws {TypeError} when they are none, or something else than `true` and options of `node:tls` is given.
 */
export function toTls(tls: unknown): ConnectionOptions {
  const options = tls === true ? {} : tls
  if (!isObject(options))
    throw new TypeError("tls is neither true nor an object with options of node:tls, such as { ca: '…' }")
  const { createSecureContext } = loadBuiltin('node:tls')
  try {
    return { ...options, secureContext: options.secureContext ?? createSecureContext(options) }
  } catch (cause) {
    // OpenSSL says where in its code it has failed, and nothing of the option.
    throw new TypeError(`tls cannot be used: ${reasonOf(cause)}; is a certificate or a key in it no PEM?`, {
      cause,
    })
  }
}

function isObject(value: unknown): value is ConnectionOptions {
  return Object.prototype.toString.call(value) === '[object Object]'
}
