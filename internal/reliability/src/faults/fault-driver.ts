import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { createRandom, type FaultProxy, type Random } from '@lmc/transport-tests/faults'
import type { ChaosProcess } from '../clients/chaos-process.ts'
import type { FaultLog } from './fault-log.ts'
import type { TransportName } from '../clients/open-transport.ts'
import type { StagedMemcached } from './staged-memcached.ts'
import { type Deal, shuffledDeck } from './shuffled-deck.ts'
import { type WireFault, wireFaults } from './wire-faults.ts'

export interface FaultDriverOptions {
  readonly servers: readonly StagedMemcached[]
  /** The processes of the clients. Some faults freeze them. */
  readonly processes: readonly ChaosProcess[]
  readonly log: FaultLog
  readonly seed: number
  /** The timeout of the clients. */
  readonly timeout: Milliseconds
}

/** Most faults are freezes, which both ends must notice by themselves. */
const machineFaults = [
  'freeze',
  'freeze',
  'freeze',
  'kill and restart',
  'restart that refuses flushes',
] as const
type MachineFault = (typeof machineFaults)[number]

const clientFaults = ['held loop of clients', 'freeze of clients'] as const
type ClientFault = (typeof clientFaults)[number]

interface Nature {
  /** The shortest and the longest pause between two faults. */
  readonly calm: readonly [Milliseconds, Milliseconds]
  readonly inflict: (random: Random) => Promise<void>
}

/** Plays random faults on connections, servers and processes: several at once, each for a while. */
export class FaultDriver {
  readonly #options: FaultDriverOptions
  readonly #over = new AbortController()
  #driving: Promise<unknown> = Promise.resolve()

  constructor(options: FaultDriverOptions) {
    this.#options = options
  }

  start(): void {
    const { servers, processes, seed } = this.#options
    // One deck for all servers, and one for all processes. So even a short run has each fault.
    const wires = { meta: wireDeck('meta'), memjs: wireDeck('memjs') }
    const machineDeck = shuffledDeck(machineFaults)
    const clientDeck = shuffledDeck(clientFaults)
    const natures = [
      ...servers.flatMap((server, index) => [
        this.#wire(server.proxies.meta, `server ${index} for meta`, wires.meta),
        this.#wire(server.proxies.memjs, `server ${index} for memjs`, wires.memjs),
        this.#machine(server, `server ${index}`, machineDeck),
      ]),
      ...processes.map((each) => this.#client(each, clientDeck)),
    ]
    setMaxListeners(natures.length, this.#over.signal)
    this.#driving = Promise.all(
      natures.map((nature, index) => this.#drive(nature, createRandom(seed * 1000 + index))),
    )
  }

  /** Resolves when all faults are undone. */
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

  #wire(proxy: FaultProxy, whose: string, deal: Deal<WireFault>): Nature {
    const { log, timeout } = this.#options
    return {
      calm: [200, 1500],
      inflict: async (random) => {
        const fault = deal(random)
        const script = fault.begin(random, timeout)
        const details = `${whose} by ${JSON.stringify(script)}`
        const { name, damages = false } = fault
        await log.during({ name, details, damages }, async () => {
          await proxy.play(script)
          await this.#wait(20 + random() * 4 * timeout)
          await proxy.play(fault.end ?? {})
        })
      },
    }
  }

  #machine(server: StagedMemcached, details: string, deal: Deal<MachineFault>): Nature {
    const { log, timeout } = this.#options
    const inflict = async (random: Random): Promise<void> => {
      const name = deal(random)
      await log.during({ name, details, damages: false }, async () => {
        if (name === 'freeze') server.freeze()
        else await server.kill()
        await this.#wait(random() * 4 * timeout)
        if (name === 'freeze') server.thaw()
        else await server.restart(name === 'restart that refuses flushes' ? ['-F'] : [])
      })
    }
    return { calm: [1000, 4000], inflict }
  }

  #client(client: ChaosProcess, deal: Deal<ClientFault>): Nature {
    const { log, timeout } = this.#options
    const inflict = async (random: Random): Promise<void> => {
      const name = deal(random)
      const time = random() * 4 * timeout
      await log.during({ name, details: client.name, damages: false }, async () => {
        if (name === 'held loop of clients') client.hold(time)
        else client.freeze()
        await this.#wait(time)
        if (name === 'freeze of clients') client.thaw()
      })
    }
    return { calm: [3000, 8000], inflict }
  }

  /** Resolves when the time has passed, or at the end of the run. */
  async #wait(time: Milliseconds): Promise<void> {
    const { signal } = this.#over
    await sleep(time, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}

function wireDeck(transport: TransportName): Deal<WireFault> {
  return shuffledDeck(wireFaults.filter(({ transports }) => transports.includes(transport)))
}
