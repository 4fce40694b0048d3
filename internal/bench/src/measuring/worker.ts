import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { Sample } from './sample.ts'
import type { Run } from '../workloads/workload.ts'

/** A request to the process of a contender. */
export type Request =
  | { readonly kind: 'open'; readonly contender: string; readonly addresses: readonly string[] }
  | {
      readonly kind: 'prepare'
      readonly workload: string
      readonly inFlight: number
      readonly prefix: string
      readonly roundTime: Milliseconds
    }
  | { readonly kind: 'round' }
  | { readonly kind: 'close' }

/** The reply of the process. */
export interface Reply {
  /** The problem in words. Absent: there is none. */
  readonly problem?: string
  /** Only in the reply to `round`. */
  readonly sample?: Sample
}

/** The longest wait for a reply of a contender. After it, the contender has lost a call. */
const PATIENCE: Milliseconds = 60_000

export interface WorkerOptions {
  /** The name of the contender. */
  readonly contender: string
  readonly addresses: readonly string[]
  /** The folder for its CPU profile. `undefined`: no profile. */
  readonly profileFolder?: string | undefined
}

/**
 * A contender in a process of its own, apart from the garbage, hot code and crashes of others. A method that
 * throws has ended the process, and `open` starts another.
 */
export class Worker {
  readonly #options: WorkerOptions
  #process: ChildProcess | undefined

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  /**
   * Resolves when the contender is connected, or at once when it already is.
   *
   * @throws {Error} that says why it cannot be opened.
   */
  async open(): Promise<void> {
    if (this.#process !== undefined) return
    const { contender, addresses, profileFolder } = this.#options
    const title = `${contender}-${addresses.length}`.replaceAll(/\W+/g, '-')
    const name = `--cpu-prof-name=${title}.cpuprofile`
    const profiling =
      profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, name]
    this.#process = fork(new URL('../worker-main.js', import.meta.url), {
      execArgv: ['--expose-gc', ...profiling],
    })
    await this.#ask({ kind: 'open', contender, addresses })
  }

  /** @throws {Error} when the contender answers wrongly, fails or does not answer. */
  async prepare({ workload, inFlight }: Run, prefix: string, roundTime: Milliseconds): Promise<void> {
    await this.#ask({ kind: 'prepare', workload: workload.name, inFlight, prefix, roundTime })
  }

  /** @throws {Error} when the contender fails or does not answer. */
  async round(): Promise<Sample> {
    const { sample } = await this.#ask({ kind: 'round' })
    if (sample === undefined) throw new Error('nothing was prepared')
    return sample
  }

  /** Ends the process, by force if necessary. */
  async close(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.send({ kind: 'close' } satisfies Request)
    await Promise.race([ended, sleep(1000, undefined, { ref: false })])
    child.kill('SIGKILL')
    await ended
  }

  async #ask(request: Request): Promise<Reply> {
    const child = this.#process
    if (child === undefined) throw new Error('its process has ended')
    const over = new AbortController()
    const { signal } = over
    const answered = once(child, 'message', { signal })
    const ended = once(child, 'exit', { signal }).then(([code]) => [
      { problem: `its process ended with ${code}` },
    ])
    const tired = sleep(PATIENCE, [{ problem: `no answer for ${PATIENCE / 1000} s` }], { signal })
    try {
      child.send(request)
      const reply: Reply = (await Promise.race([answered, ended, tired]))[0]
      if (reply.problem === undefined) return reply
      await this.close()
      throw new Error(reply.problem)
    } finally {
      for (const loser of [answered, ended, tired]) loser.catch(() => {})
      over.abort()
    }
  }
}
