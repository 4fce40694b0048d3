import { FaultProxy } from './proxy/fault-proxy.ts'
import type { FaultSubject, RunningServer } from './subject.ts'

/** A memcached that can be killed and started again, and a proxy before it. */
export class StagedServer {
  readonly proxy: FaultProxy
  readonly #startServer: FaultSubject['startServer']
  #running: RunningServer

  private constructor(running: RunningServer, proxy: FaultProxy, startServer: FaultSubject['startServer']) {
    this.#running = running
    this.proxy = proxy
    this.#startServer = startServer
  }

  static async start(
    startServer: FaultSubject['startServer'],
    args: readonly string[] = [],
  ): Promise<StagedServer> {
    const running = await startServer(undefined, args)
    return new StagedServer(running, await FaultProxy.start(running.port), startServer)
  }

  /** The port of the memcached itself. */
  get port(): number {
    return this.#running.port
  }

  /** Kills the memcached. Its port then refuses connections. */
  async kill(): Promise<void> {
    await this.#running.stop()
    await this.proxy.play({ refuse: true })
  }

  /** Starts the memcached again on the same port. It is empty. */
  async restart(): Promise<void> {
    this.#running = await this.#startServer(this.#running.port)
    await this.proxy.play({})
  }

  async stop(): Promise<void> {
    await this.proxy.stop()
    await this.#running.stop()
  }
}
