import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { AuditStep } from './audit-step.ts'
import type { ProcessMessage, ProcessOptions, ProcessOrder } from './process-message.ts'

/** How long the calls in flight and the closing of the clients may take, and then the process its end. */
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
  /** Resolves when its clients have begun to call, or it has ended. */
  readonly started: Promise<unknown>

  /** @param onMessage is given what it sends. */
  constructor(options: ProcessOptions, onMessage: (message: ProcessMessage) => void) {
    this.name = `process ${options.process}`
    this.#child = fork(new URL('../clients-main.js', import.meta.url), [JSON.stringify(options)], {
      execArgv: options.sampleInterval > 0 ? ['--expose-gc'] : [],
    })
    const child = this.#child
    running.add(child)
    child.on('message', (message) => onMessage(message as ProcessMessage))
    this.started = Promise.race([once(child, 'message'), once(child, 'exit')])
    // What it sent at last may come after its end.
    const disconnected = once(child, 'disconnect')
    this.#ended = once(child, 'exit').then(async ([code, signal]) => {
      running.delete(child)
      await disconnected
      return (code ?? signal) as number | string
    })
  }

  /** Resolves to how it has ended: its exit code, or the signal. */
  get ended(): Promise<number | string> {
    return this.#ended
  }

  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child.kill('SIGCONT')
  }

  /** Has it do nothing else than hold its event loop for so long. */
  hold(time: Milliseconds): void {
    if (this.#child.connected) this.#child.send({ hold: time } satisfies ProcessOrder)
  }

  /** Has it do a step, and resolves when that is done, or the process has ended. */
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

  /** Has it stop, and resolves to how it has ended; to `'SIGKILL'` when it would not end by itself. */
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
