import { launchChromium } from '@lmc/chromium'
import { bundle } from './bundle.ts'
import type { Runtime, RuntimeOptions } from './runtime.ts'

interface ChromiumRuntime extends Runtime {
  readonly stop: () => Promise<void>
}

/** Chromium, for the packages that need no socket. Each program is bundled without modules of Node.js. */
export async function chromiumRuntime({ folder }: RuntimeOptions): Promise<ChromiumRuntime> {
  const browser = await launchChromium()
  return {
    name: 'Chromium',
    packages: ['client', 'codec', 'keys', 'transport-memory'],
    async run(program) {
      const code = await bundle(folder, program, '--platform=browser')
      if (/\b(?:from|import) ?\(?["']node:|\brequire\(["']/.test(code))
        throw new Error('The bundle for browsers asks for a module of Node.js')
      const page = await browser.newPage()
      try {
        const text = JSON.stringify(code)
        // As text: the compiler rewrites an `import()` in a function.
        const blob = `new Blob([${text}], { type: 'text/javascript' })`
        await page.evaluate(`import(URL.createObjectURL(${blob})).then(() => undefined)`)
      } finally {
        await page.close()
      }
    },
    stop: () => browser.close(),
  }
}
