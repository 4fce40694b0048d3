import { fileURLToPath } from 'node:url'
import { buildGo } from './build-go.ts'

/** A client with its settings. */
export interface ClientProgram {
  readonly name: string
  /** The Debian packages of the client; empty for a client of npm. */
  readonly packages: readonly string[]
  /** Returns the program and its arguments, without the task and the address. */
  readonly command: () => readonly [file: string, ...args: readonly string[]]
}

const clients = new URL('../clients/', import.meta.url)
const path = (name: string): string => fileURLToPath(new URL(name, clients))

function npm(name: string, program: string): ClientProgram {
  return { name, packages: [], command: () => [process.execPath, path(`javascript/${program}.mjs`)] }
}

function python(name: string, debian: string, client: string): ClientProgram {
  return { name, packages: [debian], command: () => ['/usr/bin/python3', path('python.py'), client] }
}

function php(name: string, serializer: string): ClientProgram {
  return {
    name,
    packages: ['php-cli', 'php-memcached'],
    command: () => ['php', path('php.php'), serializer],
  }
}

function dalli(name: string, format: string): ClientProgram {
  return { name, packages: ['ruby', 'ruby-dalli'], command: () => ['ruby', path('dalli.rb'), format] }
}

function perl(name: string, debian: string): ClientProgram {
  return { name, packages: [debian], command: () => ['perl', path('perl.pl'), name] }
}

let go: string | undefined

export const npmClients: readonly ClientProgram[] = [
  npm('memjs', 'memjs'),
  npm('memcached', 'npm-memcached'),
  npm('memcache-client', 'memcache-client'),
  npm('memcache', 'memcache'),
  npm('@keyv/memcache', 'keyv-memcache'),
]

export const debianClients: readonly ClientProgram[] = [
  python('python-memcached', 'python3-memcache', 'python_memcached'),
  python('pylibmc', 'python3-pylibmc', 'pylibmc'),
  python('pymemcache', 'python3-pymemcache', 'pymemcache'),
  python('pymemcache, pickle_serde', 'python3-pymemcache', 'pymemcache_pickle_serde'),
  php('php-memcached', 'php'),
  php('php-memcached, JSON and zlib', 'json'),
  dalli('Dalli', 'marshal'),
  dalli('Dalli, JSON', 'json'),
  dalli('Dalli, raw', 'raw'),
  perl('Cache::Memcached', 'libcache-memcached-perl'),
  perl('Cache::Memcached::Fast', 'libcache-memcached-fast-perl'),
  {
    name: 'gomemcache',
    packages: ['golang-go', 'golang-github-bradfitz-gomemcache-dev'],
    command: () => [(go ??= buildGo(path('gomemcache.go')))],
  },
]
