import { launchChromium, type Page } from '@lmc/chromium'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { type OpenOptions, UiPages } from './ui-page.ts'
import { UiRun } from './ui-run.ts'

/** A server, a client that fills it, a running `lmc ui`, and a browser. */
export class UiStage {
  readonly server: MemcachedServer
  readonly transport: MetaTransport
  readonly cache: MemcachedClient
  readonly ui: UiRun
  readonly pages: UiPages

  private constructor(server: MemcachedServer, transport: MetaTransport, ui: UiRun, pages: UiPages) {
    this.server = server
    this.transport = transport
    this.cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
    this.ui = ui
    this.pages = pages
  }

  /** @param args of memcached. */
  static async start(...args: readonly string[]): Promise<UiStage> {
    const server = await startMemcached({ args })
    // Long, since the machines that run tests are busy.
    const transport = new MetaTransport({ servers: [server.address], timeout: 30_000 })
    const ui = await UiRun.start(server.address, '--timeout', '30000')
    return new UiStage(server, transport, ui, new UiPages(await launchChromium()))
  }

  /** Opens the page. */
  open(hash: string, options?: OpenOptions): Promise<Page> {
    return this.pages.open(this.ui, hash, options)
  }

  async stop(): Promise<void> {
    await this.pages.end()
    await this.ui.stop()
    await this.cache.close()
    await this.server.stop()
  }
}
