import assert from 'node:assert/strict'
import { describeOutcome } from './acts/describe-outcome.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { CallWatch } from './call-watch.ts'
import { describeScripts } from './describe-scripts.ts'
import { Findings } from './findings/findings.ts'
import { Ledger } from './ledger.ts'
import { FaultProxy } from './proxy/fault-proxy.ts'
import { StagedServer } from './staged-server.ts'
import type { Effort, FaultSubject } from './subject.ts'
import { Traffic } from './traffic.ts'

/** The timeout of transports whose calls must time out. */
export const SHORT: Milliseconds = 150

/** The timeout of transports whose calls must not time out. */
export const LONG: Milliseconds = 10_000

/** How long after its timeout a call may settle before it counts as hung. A busy machine needs this time. */
export const GRACE: Milliseconds = 1000

/** The time between two calls that wait for a server. */
const PAUSE: Milliseconds = 2

export interface StageOpenOptions {
  /** The proxies that are the transport's servers. Absent: the proxy of the first server. */
  readonly proxies?: readonly FaultProxy[]
  /** Absent: `SHORT`. */
  readonly timeout?: Milliseconds
  /** How many bytes of a value the wire may change; absent: 0. */
  readonly changedBytes?: number
}

/** The tools of a clause: a real server behind a proxy, and transports whose answers are all checked. */
export class Stage {
  readonly subject: FaultSubject
  readonly effort: Effort
  readonly findings: Findings = new Findings()
  readonly ledger: Ledger = new Ledger()
  readonly server: StagedServer
  readonly #servers: StagedServer[]
  readonly #proxies: FaultProxy[] = []
  readonly #opened: Traffic[] = []

  private constructor(subject: FaultSubject, effort: Effort, server: StagedServer) {
    this.subject = subject
    this.effort = effort
    this.server = server
    this.#servers = [server]
  }

  static async set(subject: FaultSubject, effort: Effort): Promise<Stage> {
    return new Stage(subject, effort, await StagedServer.start(subject.startServer))
  }

  /** The proxy before the first server. */
  get proxy(): FaultProxy {
    return this.server.proxy
  }

  /** Starts one more server, with these arguments added to its command line. */
  async addServer(args?: readonly string[]): Promise<StagedServer> {
    const server = await StagedServer.start(this.subject.startServer, args)
    this.#servers.push(server)
    return server
  }

  /** Starts one more proxy before the first server. */
  async addProxy(): Promise<FaultProxy> {
    const proxy = await FaultProxy.start(this.server.port)
    this.#proxies.push(proxy)
    return proxy
  }

  /** Opens a transport. The stage closes it. */
  async open(options: StageOpenOptions = {}): Promise<Traffic> {
    const { proxies = [this.proxy], timeout = SHORT, changedBytes = 0 } = options
    const transport = await this.subject.open({
      servers: proxies.map(({ address }) => address),
      timeout,
      connectTimeout: timeout,
    })
    const { findings, ledger } = this
    const circumstances = (): string => describeScripts(proxies.map(({ script }) => script))
    const watch = new CallWatch(findings, timeout + GRACE, circumstances)
    const traffic = new Traffic(transport, { ledger, watch, findings, changedBytes })
    this.#opened.push(traffic)
    return traffic
  }

  /** Keeps a figure. `name` ends with its unit. */
  note(name: string, figure: number): void {
    this.findings.note(name, figure)
  }

  /** Keeps several figures under one name. */
  noteAll(name: string, figures: readonly number[]): void {
    for (const figure of figures) this.note(name, figure)
  }

  /**
   * Makes a call every few milliseconds, without waiting for the calls before, until one succeeds. Resolves
   * to how long that took.
   *
   * @throws {AssertionError} when none succeeds within a timeout plus the second that a call may be late.
   */
  async untilServed(traffic: Traffic): Promise<Milliseconds> {
    const startedAt = performance.now()
    const calls: Promise<unknown>[] = []
    const servedAt: Milliseconds[] = []
    let onServed!: () => void
    const served = new Promise<void>((resolve) => (onServed = resolve))
    let last = 'none has settled'
    const call = async (): Promise<void> => {
      const outcome = await traffic.set('served')
      if (outcome.how === 'resolved') {
        servedAt.push(performance.now())
        onServed()
      } else last = `the last ${describeOutcome(outcome)}`
    }
    // The number of calls counts as well: a busy machine makes fewer of them in that time.
    const isTooLate = (): boolean => performance.now() - startedAt > SHORT + GRACE && calls.length > 200
    while (servedAt.length === 0 && !isTooLate()) {
      calls.push(call())
      await Promise.race([served, sleep(PAUSE)])
    }
    await Promise.all(calls)
    const [first] = servedAt
    assert.ok(
      first !== undefined,
      `none of ${calls.length} calls in ${Math.round(performance.now() - startedAt)} ms has ` +
        `succeeded, ${last}, ${traffic.circumstances}`,
    )
    return first - startedAt
  }

  /** Closes all transports, and stops all servers and proxies. */
  async strike(): Promise<void> {
    await Promise.all(this.#opened.map(async (traffic) => traffic.close()))
    await Promise.all(this.#proxies.map(async (proxy) => proxy.stop()))
    await Promise.all(this.#servers.map(async (server) => server.stop()))
  }
}
