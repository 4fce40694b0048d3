// Runs `npm run demo` and `npm test` on a machine with only Node and npm: fetches the pinned pnpm, installs
// the workspace and runs the task. When pnpm itself starts this script (`pnpm test`), the script uses that
// pnpm.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [task = 'test', ...args] = process.argv.slice(2)
const root = new URL('..', import.meta.url)
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
// npm passes these to every nested npm and npx, which would then run our command instead of their own.
delete env.npm_config_call
delete env.npm_config_package

const isPnpm = process.env.npm_config_user_agent?.startsWith('pnpm/') === true
// Set when this script has started itself with the pinned pnpm on the PATH.
const isNested = process.env.LMC_RUN_NESTED === '1'
delete env.LMC_RUN_NESTED
// The path of pnpm: a script for Node.js, or, since pnpm 12, a program.
const { npm_execpath: ownPnpm = 'pnpm' } = isNested ? {} : process.env
const ownCommand = /\.[cm]?js$/.test(ownPnpm) ? [process.execPath, ownPnpm] : [ownPnpm]
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'

function run(command, environment) {
  const [file, ...rest] = command
  const { status, error } = spawnSync(file, rest, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

const pnpm = (...command) => run([...ownCommand, ...command], env)

if (!isPnpm && !isNested) {
  // Once for the whole task: each start of npx takes a second or two.
  const fetching = ['--yes', '--prefer-offline', `--package=${packageManager}`, '--']
  run([npx, ...fetching, 'node', 'scripts/run.mjs', task, ...args], { ...env, LMC_RUN_NESTED: '1' })
  process.exit()
}

pnpm('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=error')

const turbo = (...command) => pnpm('exec', 'turbo', 'run', ...command)

if (task === 'demo') {
  turbo('build', '--filter=@lmc-examples/quickstart...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc-examples/quickstart', '--silent', 'start', ...args)
} else if (task === 'bench' || task.startsWith('bench:')) {
  turbo('build', '--filter=@lmc/bench...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/bench', '--silent', task, ...args)
} else if (task === 'interop' || task === 'interop:answers') {
  turbo('build', '--filter=@lmc/interop...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/interop', '--silent', task, ...args)
} else if (['chaos', 'soak', 'scenarios'].includes(task)) {
  turbo('build', '--filter=@lmc/reliability...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/reliability', '--silent', task, ...args)
} else if (task === 'matrix' || task === 'release:dry') {
  turbo('build', '--filter=@lmc/packed...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/packed', '--silent', task, ...args)
} else if (task === 'release') {
  // Publishes. The workflow of the release runs this; `release:dry` tries it on a registry of its own.
  turbo('build', '--filter=./packages/*', '--output-logs=errors-only')
  pnpm('exec', 'changeset', 'publish', ...args)
} else if (task === 'check') {
  turbo('build', 'check:package', '--output-logs=errors-only')
  pnpm('exec', 'tsc', '-p', '.')
  // For the browser, and so with other globals.
  pnpm('exec', 'tsc', '-p', 'packages/cli/src/ui/page')
  pnpm('exec', 'oxlint', '--type-aware')
  pnpm('exec', 'oxfmt', '--check')
  pnpm('exec', 'knip')
  pnpm('exec', 'node', 'scripts/check-layout.mjs')
  pnpm('exec', 'node', 'scripts/sizes.mjs', '--check')
} else if (task === 'pack') {
  turbo('build', '--filter=./packages/*', '--output-logs=errors-only')
  pnpm(
    '--recursive',
    '--filter=./packages/*',
    'pack',
    '--pack-destination',
    fileURLToPath(new URL('packed', root)),
  )
} else if (task === 'screenshots') {
  turbo('build', '--filter=@lmc/screenshots...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/screenshots', '--silent', task, ...args)
} else if (task === 'sizes') {
  turbo('build', '--output-logs=errors-only')
  pnpm('exec', 'node', 'scripts/sizes.mjs')
} else if (task === 'docs') {
  turbo('build', '--filter=@lmc/site...', '--output-logs=errors-only')
  pnpm('--filter', '@lmc/site', '--silent', 'run', 'docs', ...args)
  console.log('The site is in internal/site/dist.')
} else if (task === 'mutants') {
  turbo('build', '--output-logs=errors-only')
  pnpm('exec', 'node', 'internal/mutants/src/main.mjs', ...args)
} else if (task === 'coverage') {
  turbo('build', 'memcached', '--output-logs=errors-only')
  const config = 'vitest.workspace.config.ts'
  pnpm('exec', 'vitest', 'run', '--config', config, '--project=packages/*', '--coverage.enabled', ...args)
  pnpm('exec', 'node', 'scripts/coverage-table.mjs')
} else if (task === 'test') {
  turbo('build', 'memcached', 'chromium', '--output-logs=errors-only')
  pnpm('exec', 'vitest', 'run', '--config', 'vitest.workspace.config.ts', ...args)
} else {
  turbo(task, ...args)
}
