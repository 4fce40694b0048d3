import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { installDebianPackages } from '@lmc/memcached-server'
import { fleets, pickedKeys } from './fleets.ts'
import { buildGo } from './build-go.ts'

// Writes the known answers for the distributions of @lmc/transport-meta: the servers of 2,000 keys in several
// fleets, as other clients choose them. Each program reads the keys and the fleets from its standard input.
// For each fleet it prints the index of each key's server, or `null` when the client cannot use such a fleet.

const path = (name: string): string => fileURLToPath(new URL(`../pickers/${name}`, import.meta.url))

interface Picker {
  /** The distribution that must agree. */
  readonly distribution: string
  readonly client: string
  readonly packages: readonly string[]
  readonly command: () => readonly [file: string, ...args: readonly string[]]
}

const pickers: readonly Picker[] = [
  {
    distribution: 'libmemcached',
    client: 'libmemcached 1.1.4',
    packages: ['libmemcached11'],
    command: () => ['/usr/bin/python3', path('libmemcached.py')],
  },
  {
    distribution: 'libmemcached',
    client: 'php-memcached 3.2.0',
    packages: ['php-cli', 'php-memcached'],
    command: () => ['php', path('php-memcached.php')],
  },
  {
    distribution: 'pythonMemcached',
    client: 'python-memcached 1.58',
    packages: ['python3-memcache'],
    command: () => ['/usr/bin/python3', path('python-memcached.py')],
  },
  {
    distribution: 'perlMemcached',
    client: 'Cache::Memcached 1.30',
    packages: ['libcache-memcached-perl'],
    command: () => ['perl', path('cache-memcached.pl')],
  },
  {
    distribution: 'gomemcache',
    client: 'gomemcache 0~20141109',
    packages: ['golang-go', 'golang-github-bradfitz-gomemcache-dev'],
    command: () => [buildGo(path('gomemcache.go'))],
  },
  {
    distribution: 'dalli',
    client: 'Dalli 3.0.6',
    packages: ['ruby', 'ruby-dalli'],
    command: () => ['ruby', path('dalli.rb')],
  },
  {
    distribution: 'npmMemcache',
    client: 'memcache 1.10.0 of npm',
    packages: [],
    command: () => [process.execPath, path('npm-memcache.mjs')],
  },
]

const lines: string[] = []
for (const { distribution, client, packages, command } of pickers) {
  if (!installDebianPackages(...packages))
    throw new Error(`${client} is missing; install it: apt-get install ${packages.join(' ')}`)
  const [file, ...args] = command()
  const printed = execFileSync(file, args, {
    input: JSON.stringify({ keys: pickedKeys, fleets }),
    encoding: 'utf8',
  })
  const answers: readonly (readonly number[] | null)[] = JSON.parse(printed)
  answers.forEach((picks, index) => {
    if (picks === null) return
    const servers = (fleets[index] ?? []).map(([name, weight]) => ({ name, weight }))
    // One digit for each key.
    const digits = picks.map((pick) => pick.toString(36)).join('')
    lines.push(`    ${JSON.stringify({ distribution, client, servers, picks: digits })}`)
  })
}
const page = new URL('../../../packages/transport-meta/test/distribution/known-picks.json', import.meta.url)
await writeFile(page, `{\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`)
console.log(`${lines.length} fleets written to packages/transport-meta/test/distribution/known-picks.json.`)
