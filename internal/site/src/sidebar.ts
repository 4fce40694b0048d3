import type { DefaultTheme } from 'vitepress'

const link = (text: string, page: string): DefaultTheme.SidebarItem => ({ text, link: `/${page}` })

const packageLink = (name: string): DefaultTheme.SidebarItem => link(`@lmc/${name}`, `packages/${name}`)

/** The pages beside the reference, in the order in which a newcomer reads them. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Guides',
    items: [
      link('Start', 'start'),
      link('Cache a query', 'guides/cache-a-query'),
      link('Tags', 'guides/tags'),
      link('List and drop a namespace', 'guides/namespaces'),
      link('Sessions', 'guides/sessions'),
      link('Rate limits', 'guides/rate-limits'),
      link('Locks', 'guides/locks'),
      link('Counters', 'guides/counters'),
      link('Outages', 'guides/outages'),
      link('Many servers', 'guides/many-servers'),
      link('TLS and passwords', 'guides/tls-and-auth'),
      link('Observe', 'guides/observe'),
      link('Test without a server', 'guides/testing'),
      link('Choose or write a codec', 'guides/write-a-codec'),
      link('Write a transport', 'write-a-transport'),
      link('Command line', 'packages/cli'),
      link('Share with other languages', 'interop'),
    ],
  },
  {
    text: 'Migrate',
    items: [
      link('All guides', 'migrate/'),
      link('From memjs', 'migrate/from-memjs'),
      link('From memcached', 'migrate/from-memcached'),
      link('From memcache-client', 'migrate/from-memcache-client'),
      link('From @keyv/memcache', 'migrate/from-keyv-memcache'),
      link('From lovely.memcached', 'migrate/from-lovely-memcached'),
    ],
  },
  {
    text: 'Measured',
    items: [
      link('Comparison', 'comparison'),
      link('Stampedes', 'stampedes'),
      link('Reliability', 'reliability'),
      link('Scaling', 'scaling'),
      link('Memory', 'memory'),
      link('Sizes', 'sizes'),
      link('Runtimes', 'runtimes'),
      link('Quality of the tests', 'quality'),
      link('Command lines compared', 'command-line'),
      link('Suites of others', 'other-suites'),
      link('Benchmarks', 'bench/results'),
      link('Where the time goes', 'bench/limits'),
      link('Benchmarks of Keyv', 'bench/keyv'),
      link('Benchmarks of the parts', 'bench/layers'),
      link('The list of keys', 'bench/tracker'),
    ],
  },
  {
    text: 'Packages',
    items: [
      'client',
      'transport-meta',
      'transport-memjs',
      'transport-memory',
      'transport-near',
      'keyv',
      'unstorage',
      'express-session',
      'opentelemetry',
      'keys',
      'codec',
      'tracker',
      'transport',
      'transport-tests',
    ].map(packageLink),
  },
  {
    text: 'Background',
    items: [
      link('Examples', 'examples'),
      link('Stability', 'stability'),
      link('Architecture', 'architecture'),
      link('Security', 'security'),
    ],
  },
]
