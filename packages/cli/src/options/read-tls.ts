import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'

/** What the command line says of TLS. */
export interface TlsOptions {
  readonly tls?: boolean
  /** Paths of files in PEM. */
  readonly tlsCa?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly tlsServername?: string
  readonly tlsInsecure?: boolean
}

/**
 * What `node:tls` is told; `undefined` for plain text. Any option but `--tls` means TLS as well.
 *
 * @throws an error of `node:fs` when a file cannot be read.
 */
export function readTls(options: TlsOptions): ConnectionOptions | undefined {
  const { tls, tlsCa, tlsCert, tlsKey, tlsServername, tlsInsecure } = options
  const told: ConnectionOptions = {
    ...(tlsCa !== undefined && { ca: readFileSync(tlsCa) }),
    ...(tlsCert !== undefined && { cert: readFileSync(tlsCert) }),
    ...(tlsKey !== undefined && { key: readFileSync(tlsKey) }),
    ...(tlsServername !== undefined && { servername: tlsServername }),
    ...(tlsInsecure === true && { rejectUnauthorized: false }),
  }
  return tls === true || Object.keys(told).length > 0 ? told : undefined
}
