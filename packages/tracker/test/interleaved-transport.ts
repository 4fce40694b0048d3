import type { Transport } from '@lmc/transport'
import type fc from 'fast-check'

/**
 * A transport to the same store whose commands are carried out when the scheduler says so. They keep the
 * order in which they were sent, as on one connection, and fall anyhow between those of other clients. After
 * `kill` no command is carried out any more.
 */
export function interleavedTransport(
  transport: Transport,
  scheduler: fc.Scheduler,
  name: string,
): { transport: Transport; kill: () => void } {
  let isKilled = false
  let last: Promise<unknown> = Promise.resolve()
  const interleaved = new Proxy(transport, {
    get(target, method) {
      const member: unknown = Reflect.get(target, method)
      if (typeof member !== 'function') return member
      // The one method that is no command.
      if (method === 'serverOf') return member.bind(target)
      return (...args: unknown[]): Promise<unknown> => {
        const before = last
        const carriedOut = (async () => {
          await before
          await scheduler.schedule(Promise.resolve(), `${name} ${String(method)}`)
          // A process that is gone gets no answers.
          if (isKilled) return new Promise(() => {})
          return Reflect.apply(member, target, args)
        })()
        last = carriedOut.catch(() => undefined)
        return carriedOut
      }
    },
  })
  return {
    transport: interleaved,
    kill: () => {
      isKilled = true
    },
  }
}

/** So many turns of the loop without a command show that nothing is waiting for its turn. */
const QUIET_TURNS = 5

/** Resolves when nothing is left to be carried out, and nothing follows from what was. */
export async function untilIdle(scheduler: fc.Scheduler): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await scheduler.waitIdle()
    await new Promise((resolve) => void setImmediate(resolve))
    if (scheduler.count() > 0) quiet = -1
  }
}
