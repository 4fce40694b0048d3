import type { DefaultTheme } from 'vitepress'

const link = (text: string, page: string): DefaultTheme.SidebarItem => ({ text, link: `/${page}` })

const packageLink = (name: string): DefaultTheme.SidebarItem => link(`@lmc/${name}`, `packages/${name}`)

/** The pages beside the reference, in the order in which a newcomer reads them. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Measured',
    items: [
      link('Comparison', 'comparison'),
      link('Stampedes', 'stampedes'),
      link('Reliability', 'reliability'),
      link('Scaling', 'scaling'),
      link('Sizes', 'sizes'),
      link('Suites of others', 'other-suites'),
      link('Benchmarks', 'bench/results'),
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
      'cli',
      'keys',
      'codec',
      'tracker',
      'transport',
      'transport-tests',
    ].map(packageLink),
  },
  {
    text: 'Background',
    items: [link('Examples', 'examples'), link('Architecture', 'architecture'), link('Security', 'security')],
  },
]
