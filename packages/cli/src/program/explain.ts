import { isCodecError, isInvalidKeyError, isTransportError, KeyTrackingDisabledError } from '@lmc/client'
import { reasonOf } from '@lmc/transport'
import { DEFAULT_SERVER, namesServers } from '../options/read-servers.ts'
import { ExitCode } from './exit-code.ts'
import { Mistake } from './mistake.ts'

/** How a failed command ends. */
export interface Ending {
  readonly code: ExitCode
  /** What is written to standard error. */
  readonly message: string
}

/**
 * Says why a command has failed.
 *
 * @param servers the servers that the user has named, if any.
 */
export function explain(error: unknown, servers: string | undefined): Ending {
  if (isTransportError(error)) {
    if (error.code === 'value-too-large') return { code: ExitCode.mistake, message: error.message }
    const isAbsent = error.code === 'connection' && !namesServers(servers)
    return { code: ExitCode.server, message: isAbsent ? nothingListens(error) : error.message }
  }
  if (error instanceof KeyTrackingDisabledError)
    return { code: ExitCode.mistake, message: 'This needs the list of keys: leave out --no-track.' }
  if (isMistake(error)) return { code: ExitCode.mistake, message: error.message }
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: ExitCode.fault, message: `This is a fault of lmc, please report it.\n${fault}` }
}

/** What the user finds who tries `lmc` for the first time. */
function nothingListens(error: Error): string {
  return [
    `No memcached answers at ${DEFAULT_SERVER}, and no other server was named ` +
      `(${reasonOf(error.cause ?? error)}).`,
    'Start one:     memcached -p 11211',
    '          or   docker run --rm -p 11211:11211 memcached',
    'Or name yours: lmc --servers cache.example:11211 …, or set MEMCACHED_SERVERS.',
  ].join('\n')
}

/**
 * Keys, values and numbers are refused by errors of these kinds before anything is sent; files by errors of
 * the system.
 */
function isMistake(error: unknown): error is Error {
  if (error instanceof Mistake || error instanceof RangeError) return true
  if (isCodecError(error) || isInvalidKeyError(error)) return true
  return error instanceof Error && 'syscall' in error && 'path' in error
}
