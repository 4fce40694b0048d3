import { assertOptions, clock, isTransportError, type Seconds } from '@lmc/transport'
import type { Failure, FailureListener, Recovery } from './failure.ts'

export interface LogFailuresOptions {
  /**
   * The least time between two lines about the same server, or the same kind of failure, in seconds. Absent:
   * 60.
   */
  readonly every?: Seconds | undefined
}

const names = {
  of: 'logFailures()',
  known: ['every'],
  example: '{ every: 60 }',
  aliases: { interval: 'every', seconds: 'every' },
}

/** The lines about one server, or one kind of failure. */
interface Topic {
  writtenAt: number
  /** How many failures came since the last line. */
  unwritten: number
}

/**
 * Makes an `onFailure` that writes few lines. It writes one line when a server fails, one with a count every
 * `every` seconds during the outage, and one when the server is back. For other kinds of failures it writes
 * the first one, and then one line every `every` seconds.
 *
 * @param write called with each line, without a line end: `console.error`, or a method of a logger.
 * @throws {TypeError} when `write` is not a function, `every` is not a number, or an option is unknown.
 * @throws {RangeError} when `every` is negative or `NaN`.
 */
export function logFailures(
  write: (line: string) => unknown,
  options: LogFailuresOptions = {},
): FailureListener {
  if (typeof write !== 'function')
    throw new TypeError(`write is of type ${typeof write}; expected a function such as console.error`)
  assertOptions(options, names)
  const { every = 60 } = options
  if (typeof every !== 'number') throw new TypeError(`every is of type ${typeof every}; expected seconds`)
  if (!(every >= 0)) throw new RangeError(`every is ${every}; expected seconds from 0 on`)
  const topics = new Map<string, Topic>()
  const onFailure = (failure: Failure): unknown => {
    const name = topicOf(failure)
    const now = clock.now()
    const topic = topics.get(name)
    if (topic === undefined) {
      topics.set(name, { writtenAt: now, unwritten: 0 })
      return write(`${name} fails: ${failure.error.message}`)
    }
    topic.unwritten++
    if (now - topic.writtenAt < every * 1000) return undefined
    const line = `${name} still fails, ${topic.unwritten} times since the last line: ${failure.error.message}`
    topic.writtenAt = now
    topic.unwritten = 0
    return write(line)
  }
  const onRecovery = ({ server, failures, duration }: Recovery): unknown => {
    topics.delete(nameOfServer(server))
    return write(
      `${nameOfServer(server)} is back after ${(duration / 1000).toFixed(1)} s and ${failures} failures`,
    )
  }
  return Object.assign(onFailure, { onRecovery })
}

function topicOf({ operation, error }: Failure): string {
  if (isTransportError(error)) return nameOfServer(error.server ?? '')
  return `${operation} (${error.name})`
}

function nameOfServer(server: string): string {
  return server === '' ? 'memcached' : `memcached ${server}`
}
