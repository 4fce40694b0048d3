import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { AuditStep } from './audit-step.ts'
import type { ProcessMessage, ProcessOptions, ProcessOrder } from './process-message.ts'

/** How long calls in flight and `close` may take, and how long the process may then take to end. */
const PATIENCE: Milliseconds = 150_000

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A process of clients. */
export class ChaosProcess {
  readonly name: string
  readonly #child: ChildProcess
  readonly #ended: Promise<number | string>
  /** Resolves when its clients have begun to make calls, or the process has ended. */
  readonly started: Promise<unknown>

  /** @param onMessage called with each message of the process. */
  constructor(options: ProcessOptions, onMessage: (message: ProcessMessage) => void) {
    this.name = `process ${options.process}`
    this.#child = fork(new URL('../clients-main.js', import.meta.url), [JSON.stringify(options)], {
      execArgv: options.sampleInterval > 0 ? ['--expose-gc'] : [],
    })
    const child = this.#child
    running.add(child)
    child.on('message', (message) => onMessage(message as ProcessMessage))
    this.started = Promise.race([once(child, 'message'), once(child, 'exit')])
    // The last messages may come after the end of the process.
    const disconnected = once(child, 'disconnect')
    this.#ended = once(child, 'exit').then(async ([code, signal]) => {
      running.delete(child)
      await disconnected
      return (code ?? signal) as number | string
    })
  }

  /** Resolves to the exit code of the process, or to the signal that ended it. */
  get ended(): Promise<number | string> {
    return this.#ended
  }

  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child.kill('SIGCONT')
  }

  /** Blocks the event loop of the process for so long. */
  hold(time: Milliseconds): void {
    if (this.#child.connected) this.#child.send({ hold: time } satisfies ProcessOrder)
  }

  /** Lets the process do a step. Resolves when the step is done, or the process has ended. */
  async audit(step: AuditStep): Promise<void> {
    if (!this.#child.connected) return
    const done = new Promise<void>((resolve) => {
      const listen = (message: unknown): void => {
        if ((message as ProcessMessage).done !== step) return
        this.#child.off('message', listen)
        resolve()
      }
      this.#child.on('message', listen)
    })
    this.#child.send({ step } satisfies ProcessOrder)
    await Promise.race([done, this.#ended])
  }

  /** Stops the process. Resolves to its exit code or signal; to `'SIGKILL'` when it did not end by itself. */
  async stop(): Promise<number | string> {
    if (this.#child.connected) this.#child.send('stop' satisfies ProcessOrder)
    const patience = new AbortController()
    const tired = sleep(PATIENCE, undefined, { signal: patience.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => false,
    )
    const how = await this.#ended
    patience.abort()
    await tired
    return how
  }
}
