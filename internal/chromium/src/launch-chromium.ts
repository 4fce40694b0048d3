import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from './chromium-path.ts'

/** Starts a Chromium without a window. Installs Chromium first when there is none. */
export async function launchChromium(): Promise<Browser> {
  // Chromium has no sandbox for root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath: chromiumPath(),
    args,
    // A page looks as in a window.
    ignoreDefaultArgs: ['--hide-scrollbars'],
  })
}
