import { chromiumPath } from './chromium-path.ts'

// Runs once before all tests. So test files that run side by side do not each install Chromium.
try {
  chromiumPath()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
