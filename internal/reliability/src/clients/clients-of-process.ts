import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { CallWatch, createRandom, Findings, watchUnhandled } from '@lmc/transport-tests/faults'
import { Census } from './census.ts'
import { CheckedClient } from './checked/checked-client.ts'
import { type ClientKind, clientKinds } from './client-kind.ts'
import type { AuditStep } from './audit-step.ts'
import { ListAudit } from './list-audit.ts'
import { Load } from './load.ts'
import { LEASE } from './checked/checked-loads.ts'
import type { openTransport } from './open-transport.ts'
import type { ProcessMessage, ProcessOptions } from './process-message.ts'
import { Recorder } from '../judging/recorder.ts'
import { takeSample } from './sample.ts'
import { SocketWatch } from './socket-watch.ts'

/** How often a process sends its records. */
const SEND_INTERVAL: Milliseconds = 100
/** How often a client is closed, and another one opened in its place. */
const REPLACE_INTERVAL: Milliseconds = 3000
/** How late a call may settle before it counts as hung. A busy machine needs this time. */
const GRACE: Milliseconds = 1000
/**
 * How many timeouts a call of a client may take: it may make so many calls of its transport one after the
 * other. The longest call is a get of a value with dependencies while invalidations are pending. The
 * namespace, the servers and the keys may all need a retry, for the value and for its dependencies.
 */
const TRIPS = 10
/**
 * The same for the list of keys, which is read level by level, and for `close`, which waits for all calls.
 */
const MOST_TRIPS = 20
/** The most leases for which a load waits. */
const MOST_LEASES = 3
/**
 * The time between two large batches of a process, the longest time to the first one, and the longest time of
 * each of their calls.
 */
const BATCH_INTERVAL: Milliseconds = 60_000
const FIRST_BATCH: Milliseconds = 8000
const BATCH_LIMIT: Milliseconds = 120_000

/** The clients of one process, with their calls. */
export class ClientsOfProcess {
  readonly #options: ProcessOptions
  readonly #openTransport: typeof openTransport
  readonly #findings = new Findings()
  readonly #recorder = new Recorder()
  readonly #sockets = new SocketWatch()
  readonly #census = new Census()
  readonly #over = new AbortController()
  readonly #longLimit: Milliseconds
  readonly #batchWatch: CallWatch
  readonly #clients: CheckedClient[]
  readonly #replacing = new Set<Promise<void>>()
  #timers: NodeJS.Timeout[] = []
  #sampledAt: Milliseconds = performance.now()
  #opened = 0
  #audit: ListAudit | undefined
  #calling: Promise<unknown> = Promise.resolve()
  #send: (message: ProcessMessage) => void = () => {}

  constructor(options: ProcessOptions, open: typeof openTransport) {
    this.#options = options
    this.#openTransport = open
    this.#longLimit = MOST_TRIPS * options.timeout + GRACE
    this.#batchWatch = this.#createWatch(BATCH_LIMIT)
    this.#clients = clientKinds.map((kind) => this.#open(kind))
  }

  /** @param send called with the records from time to time. */
  start(send: (message: ProcessMessage) => void): void {
    const { seed, process: index, loops, pause } = this.#options
    this.#send = send
    watchUnhandled(process, (text) => this.#findings.report('unhandled', text))
    const load = new Load(this.#options)
    const random = createRandom(seed + index)
    const calls = this.#clients.flatMap((_, place) =>
      Array.from({ length: loops }, () =>
        load.keepCalling(
          () => this.#clients[place] as CheckedClient,
          createRandom(random() * 2 ** 32),
          pause,
          this.#over.signal,
        ),
      ),
    )
    this.#calling = Promise.all([...calls, this.#batches(random)])
    const replace = (): void => {
      if (!this.#over.signal.aborted) this.#replace(Math.floor(random() * this.#clients.length))
    }
    this.#timers = [setInterval(() => this.#report(), SEND_INTERVAL), setInterval(replace, REPLACE_INTERVAL)]
  }

  /** Does a step of the audit of the lists of keys, and sends a message when it is done. */
  async audit(step: AuditStep): Promise<void> {
    if (step === 'rest') await this.#rest()
    this.#audit ??= new ListAudit(this.#options, this.#openTransport, this.#createWatch(this.#longLimit))
    if (step === 'fill') await this.#audit.fill()
    if (step === 'drop') await this.#audit.drop()
    if (step === 'look' || step === 'look again') await this.#audit.look()
    this.#report(step)
  }

  async stop(): Promise<void> {
    await this.#rest()
    await this.#audit?.close()
    for (const timer of this.#timers) clearInterval(timer)
    this.#report()
  }

  /** Lets the calls settle, and closes the clients. */
  async #rest(): Promise<void> {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    await this.#calling
    await Promise.all([...this.#replacing, ...this.#clients.map((client) => client.close())])
  }

  /** Makes large batches from time to time, one after the other, until the end of the run. */
  async #batches(random: () => number): Promise<void> {
    const { batchKeys } = this.#options
    if (batchKeys === 0) return
    const { signal } = this.#over
    // A list of so many keys would take longer than everything else.
    const untracked = this.#clients.flatMap(({ kind }, place) => (kind.trackKeys ? [] : [place]))
    for (let round = 0; ; round++) {
      const pause = random() * (round === 0 ? FIRST_BATCH : BATCH_INTERVAL)
      await sleep(pause, undefined, { signal }).catch(() => 'it is over')
      if (signal.aborted) return
      const place = untracked[Math.floor(random() * untracked.length)]
      await (place === undefined
        ? undefined
        : this.#clients[place]?.largeBatch(batchKeys, round, this.#batchWatch, signal))
    }
  }

  #open(kind: ClientKind): CheckedClient {
    const { process: index, servers, timeout } = this.#options
    const transport = this.#openTransport(kind.transport, { servers: servers[kind.transport], timeout })
    // An object that keeps a closed client alive also keeps its transport.
    this.#census.add(transport)
    return new CheckedClient({
      name: `client ${this.#opened++} of process ${index} (${kind.transport}, '${kind.failures}')`,
      kind,
      transport,
      recorder: this.#recorder,
      // A call may wait for calls before it, which hold its keys.
      watch: this.#createWatch(TRIPS * timeout + GRACE, true),
      longLimit: this.#longLimit,
      loadLimit: this.#longLimit + MOST_LEASES * LEASE * 1000,
    })
  }

  #createWatch(limit: Milliseconds, isInTurn = false): CallWatch {
    const circumstances = (): string => `under the faults of process ${this.#options.process}`
    return new CallWatch(this.#findings, limit, circumstances, isInTurn)
  }

  #replace(place: number): void {
    const client = this.#clients[place] as CheckedClient
    this.#clients[place] = this.#open(client.kind)
    const replacing = client.close().finally(() => this.#replacing.delete(replacing))
    this.#replacing.add(replacing)
  }

  #report(done?: AuditStep): void {
    const { sampleInterval } = this.#options
    const isDue = sampleInterval > 0 && performance.now() - this.#sampledAt >= sampleInterval
    if (isDue) this.#sampledAt = performance.now()
    const findings = this.#findings
    this.#send({
      ...this.#recorder.take(),
      resolved: findings.resolved,
      rejected: Object.fromEntries(findings.rejected),
      longest: Math.max(0, ...findings.durations),
      problems: findings.problems.splice(0),
      sample: isDue ? takeSample(this.#sockets, this.#census) : undefined,
      done,
    })
    findings.resolved = 0
    findings.rejected.clear()
    findings.durations.length = 0
  }
}
