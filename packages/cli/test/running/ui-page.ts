import type { Browser, Page } from '@lmc/chromium'
import { expect } from 'vitest'
import type { UiRun } from './ui-run.ts'

/** How a page is opened. */
export interface OpenOptions {
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
}

/** Pages of a test, and what has gone wrong in them. */
export class UiPages {
  readonly #browser: Browser
  readonly #faults: string[] = []

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /**
   * Opens the page of a running `lmc ui`.
   *
   * @param hash the part of the address behind `#`.
   */
  async open({ address }: UiRun, hash: string, options: OpenOptions = {}): Promise<Page> {
    const { colorScheme = 'light', width = 1200 } = options
    const page = await this.#browser.newPage({ colorScheme, viewport: { width, height: 760 } })
    const { origin } = new URL(address)
    page.on('pageerror', (error) => this.#faults.push(String(error)))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.#faults.push(message.text())
    })
    page.on('request', (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
        this.#faults.push(`asked for ${request.url()}`)
    })
    await page.goto(`${address}#${hash}`)
    return page
  }

  /** Closes the pages. They have thrown nothing, asked no other site, and broken no policy. */
  async close(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close()
    expect(this.#faults.splice(0)).toEqual([])
  }

  /** Ends the browser. */
  end(): Promise<void> {
    return this.#browser.close()
  }
}
