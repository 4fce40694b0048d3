import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { Problem } from '@lmc/transport-tests/faults'
import type { Found } from '../judging/cached-value.ts'
import { ChaosProcess } from '../clients/chaos-process.ts'
import { auditSteps } from '../clients/audit-step.ts'
import { FaultDriver } from '../faults/fault-driver.ts'
import { FaultLog } from '../faults/fault-log.ts'
import { CountHistory } from '../judging/count-history.ts'
import { Drops } from '../judging/drops.ts'
import { History } from '../judging/history.ts'
import type { Judgement } from '../judging/judgement.ts'
import type {
  CountReadRecord,
  CountRecord,
  HistoryRecord,
  ListRecord,
  LoadedRecord,
  ReadRecord,
} from '../judging/history-record.ts'
import { LoadHistory } from '../judging/load-history.ts'
import { type Moment, now } from '../judging/moment.ts'
import type { ProcessMessage, ProcessOptions } from '../clients/process-message.ts'
import type { Sample } from '../clients/sample.ts'
import { StagedMemcached } from '../faults/staged-memcached.ts'
import { Tally } from './tally.ts'
import { Timeline } from '../judging/timeline.ts'

export interface ChaosOptions extends Omit<ProcessOptions, 'process' | 'servers'> {
  readonly servers: number
  /** The length of the run. */
  readonly time: Milliseconds
  /** The time without faults at the beginning. */
  readonly calm: Milliseconds
  /** Whether the run ends as soon as something is wrong. */
  readonly untilWrong: boolean
  /** Called with each problem. */
  readonly onProblem: (problem: Problem) => void
  /** Called with each sample of each process. */
  readonly onSample?: (sample: Sample) => void
}

/** A record with an answer to judge. */
type JudgedRecord = ReadRecord | ListRecord | LoadedRecord | CountRecord | CountReadRecord

/** A run of clients in several processes with several servers and random faults. It judges every answer. */
export class Chaos {
  readonly tally: Tally = new Tally()
  readonly faults: FaultLog = new FaultLog()
  readonly #options: ChaosOptions
  readonly #isWrong = new AbortController()
  readonly #timeline = new Timeline()
  readonly #drops = new Drops()
  readonly #history = new History((...between) => this.faults.mayHaveDamaged(...between), this.#drops)
  readonly #loads = new LoadHistory((...between) => this.faults.isQuiet(...between))
  readonly #counts = new CountHistory((...between) => this.faults.mayHaveDamaged(...between), this.#drops)

  constructor(options: ChaosOptions) {
    this.#options = options
  }

  /** Resolves when the time is over, all processes have ended, and every answer is judged. */
  async run(): Promise<void> {
    const { seed, time, timeout } = this.#options
    const servers = await Promise.all(
      Array.from({ length: this.#options.servers }, () => StagedMemcached.start()),
    )
    const processes = Array.from({ length: this.#options.processes }, (_, index) =>
      this.#startProcess(index, servers),
    )
    const driver = new FaultDriver({ servers, processes, log: this.faults, seed, timeout })
    // On a busy machine a process takes seconds to load.
    await Promise.all(processes.map(({ started }) => started))
    await this.#wait(this.#options.calm)
    driver.start()
    await this.#wait(time)
    await driver.stop()
    if (!this.#isWrong.signal.aborted)
      for (const step of auditSteps) await Promise.all(processes.map((each) => each.audit(step)))
    await Promise.all(processes.map((each) => this.#stopProcess(each)))
    this.#judge()
    this.#judgeLoads(Infinity)
    await Promise.all(servers.map((server) => server.stop()))
  }

  /** Resolves when the time has passed, or when the run ends earlier. */
  async #wait(time: Milliseconds): Promise<void> {
    const { signal } = this.#isWrong
    await sleep(time, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }

  #startProcess(index: number, servers: readonly StagedMemcached[]): ChaosProcess {
    const options: ProcessOptions = {
      ...this.#options,
      process: index,
      // One process with batches is enough.
      batchKeys: index === 0 ? this.#options.batchKeys : 0,
      servers: {
        meta: servers.map(({ proxies }) => proxies.meta.address),
        memjs: servers.map(({ proxies }) => proxies.memjs.address),
      },
    }
    const each = new ChaosProcess(options, (message) => this.#take(each.name, message))
    this.#timeline.expect(each.name)
    void each.ended.then(() => this.#timeline.end(each.name))
    return each
  }

  async #stopProcess(each: ChaosProcess): Promise<void> {
    const how = await each.stop()
    if (how === 'SIGKILL') this.#report({ kind: 'hung', text: `${each.name} did not end by itself` })
    else if (how !== 0)
      this.#report({ kind: 'unhandled', text: `${each.name} ended with ${how}; expected 0` })
  }

  #take(source: string, message: ProcessMessage): void {
    const { tally } = this
    tally.resolved += message.resolved
    tally.longest = Math.max(tally.longest, message.longest)
    tally.countRejected(message.rejected)
    for (const { kind, text } of message.problems) {
      const circumstances = this.faults.circumstances(now(), now())
      this.#report({ kind, text: `${source}: ${text}: ${circumstances}` })
    }
    if (message.sample) this.#options.onSample?.(message.sample)
    this.#timeline.add(source, message.records, message.until)
    this.#judge()
  }

  #judge(): void {
    for (const record of this.#timeline.take()) {
      this.#judgeRecord(record)
      this.#judgeLoads(record.at)
    }
  }

  #judgeLoads(moment: Moment): void {
    for (const { record, judgement } of this.#loads.judge(moment)) this.#note(judgement, record)
    this.tally.loads = this.#loads.judged
  }

  #judgeRecord(record: HistoryRecord): void {
    switch (record.kind) {
      case 'begin':
        return this.#history.begin(record)
      case 'settle':
        this.#loads.settle(record)
        return this.#history.settle(record)
      case 'load':
        return this.#history.load(record)
      case 'loaded':
        return this.#loads.loaded(record)
      case 'disturbance':
        return this.#loads.disturb(record)
      case 'drop':
        this.#loads.drop(record)
        return this.#history.drop(record)
      case 'refusal':
        return this.#history.refuse(record)
      case 'read':
        if (record.found === undefined) this.tally.misses++
        else this.tally.hits++
        return this.#note(this.#history.judgeRead(record), record)
      case 'list':
        for (const judgement of this.#history.judgeList(record)) this.#note(judgement, record)
        return undefined
      case 'countBegin':
        return this.#counts.begin(record)
      case 'count':
        if (record.value !== undefined) this.tally.counted++
        return this.#note(this.#counts.settle(record), record)
      case 'countRead':
        return this.#note(this.#counts.judgeRead(record), record)
    }
  }

  #note({ verdict, why }: Judgement, record: JudgedRecord): void {
    if (verdict === 'stale') this.tally.stale++
    if (verdict !== 'wrong') return
    const asked = describeCall(record)
    const took = ((record.at - record.begunAt) / 1000).toFixed(1)
    const circumstances = this.faults.circumstances(record.begunAt, record.at)
    this.#report({
      kind: 'wrong',
      text: `${record.client}: ${asked}: ${why}; it took ${took} ms, under ${circumstances}`,
    })
  }

  #report(problem: Problem): void {
    this.tally.problems[problem.kind]++
    if (this.#options.untilWrong) this.#isWrong.abort()
    this.#options.onProblem(problem)
  }
}

function describeCall(record: JudgedRecord): string {
  if (record.kind === 'read') return `get of ${record.key} gave ${describe(record.found)}`
  if (record.kind === 'loaded') return `load of ${record.key}`
  if (record.kind === 'list') return record.asked
  return `${record.kind === 'count' ? 'increment' : 'get'} of ${record.key} gave ${String(record.value)}`
}

/** Describes a found value. The place of the key in a damaged value is unknown, so both ends are shown. */
function describe(found: Found | undefined): string {
  if (found === undefined) return 'nothing'
  if ('version' in found) return `version ${found.version} of ${found.key}`
  const { text } = found
  const shown = text.length <= 120 ? text : `${text.slice(0, 60)}…${text.slice(-60)}`
  return `${text.length} characters, ${JSON.stringify(shown)}`
}
