import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { createRandom, type FaultProxy, type Random } from '@lmc/transport-tests/faults'
import type { ChaosProcess } from '../clients/chaos-process.ts'
import type { FaultLog } from './fault-log.ts'
import type { TransportName } from '../clients/open-transport.ts'
import type { StagedMemcached } from './staged-memcached.ts'
import { wireFaults } from './wire-faults.ts'

export interface FaultDriverOptions {
  readonly servers: readonly StagedMemcached[]
  /** Those of the clients, which are frozen now and then. */
  readonly processes: readonly ChaosProcess[]
  readonly log: FaultLog
  readonly seed: number
  /** That of the clients. */
  readonly timeout: Milliseconds
}

interface Nature {
  /** How long nothing happens between two faults, at least and at most. */
  readonly calm: readonly [Milliseconds, Milliseconds]
  readonly inflict: (random: Random) => Promise<void>
}

/** Brings random faults upon connections, servers and processes: several at once, each of them for a while. */
export class FaultDriver {
  readonly #options: FaultDriverOptions
  readonly #over = new AbortController()
  #driving: Promise<unknown> = Promise.resolve()

  constructor(options: FaultDriverOptions) {
    this.#options = options
  }

  start(): void {
    const { servers, processes, seed } = this.#options
    const natures = [
      ...servers.flatMap((server, index) => [
        this.#wire(server.proxies.meta, 'meta', index),
        this.#wire(server.proxies.memjs, 'memjs', index),
        this.#machine(server, index),
      ]),
      ...processes.map((each) => this.#client(each)),
    ]
    setMaxListeners(natures.length, this.#over.signal)
    this.#driving = Promise.all(
      natures.map((nature, index) => this.#drive(nature, createRandom(seed * 1000 + index))),
    )
  }

  /** Resolves when all that was done is undone. */
  async stop(): Promise<void> {
    this.#over.abort()
    await this.#driving
  }

  async #drive({ calm: [least, most], inflict }: Nature, random: Random): Promise<void> {
    for (;;) {
      await this.#wait(least + random() * (most - least))
      if (this.#over.signal.aborted) return
      await inflict(random)
    }
  }

  #wire(proxy: FaultProxy, transport: TransportName, index: number): Nature {
    const { log, timeout } = this.#options
    const possible = wireFaults.filter(({ transports }) => transports.includes(transport))
    return {
      calm: [200, 1500],
      inflict: async (random) => {
        const fault = pick(possible, random)
        const script = fault.begin(random, timeout)
        const details = `server ${index} for ${transport} by ${JSON.stringify(script)}`
        const { name, damages = false } = fault
        await log.during({ name, details, damages }, async () => {
          await proxy.play(script)
          await this.#wait(20 + random() * 4 * timeout)
          await proxy.play(fault.end ?? {})
        })
      },
    }
  }

  #machine(server: StagedMemcached, index: number): Nature {
    const { log, timeout } = this.#options
    const details = `server ${index}`
    const freeze = async (random: Random): Promise<void> =>
      log.during({ name: 'freeze', details, damages: false }, async () => {
        server.freeze()
        await this.#wait(random() * 4 * timeout)
        server.thaw()
      })
    const kill = async (random: Random): Promise<void> => {
      const refusesFlushes = random() < 0.4
      const name = refusesFlushes ? 'restart that refuses flushes' : 'kill and restart'
      await log.during({ name, details, damages: false }, async () => {
        await server.kill()
        await this.#wait(random() * 4 * timeout)
        await server.restart(refusesFlushes ? ['-F'] : [])
      })
    }
    return {
      calm: [1000, 4000],
      inflict: async (random) => (random() < 0.6 ? freeze(random) : kill(random)),
    }
  }

  #client(client: ChaosProcess): Nature {
    const { log, timeout } = this.#options
    return {
      calm: [3000, 8000],
      inflict: async (random) => {
        const [isHeld, time] = [random() < 0.5, random() * 4 * timeout]
        const name = isHeld ? 'held loop of clients' : 'freeze of clients'
        await log.during({ name, details: client.name, damages: false }, async () => {
          if (isHeld) client.hold(time)
          else client.freeze()
          await this.#wait(time)
          if (!isHeld) client.thaw()
        })
      },
    }
  }

  /** Resolves when the time has passed, or all is over. */
  async #wait(time: Milliseconds): Promise<void> {
    const { signal } = this.#over
    await sleep(time, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)] as T
}
