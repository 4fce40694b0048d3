// Measures the size of each package, counts what is installed with it, and writes the table of `docs/sizes.md`.
// With `--check` it only checks whether the table is still right. Needs the built packages.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { installedWith } from './installed-with.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'docs', 'sizes.md')
const shell = process.platform === 'win32'

/** How many columns are sizes. All other cells have to be the same. */
const SIZES = 3

/** The tolerance of a size, for small changes and other versions of zlib. */
const TOLERANCE = 0.05

/**
 * The bytes of some modules in one minified file, and of that file compressed, without the modules in
 * `external`.
 */
async function bundle(source, external) {
  const program = '\0program'
  const entry = {
    name: 'program',
    resolveId: (id) => (id === program ? id : undefined),
    load: (id) => (id === program ? source : undefined),
  }
  const build = await rolldown({ input: program, cwd: root, platform: 'node', external, plugins: [entry] })
  const { output } = await build.generate({ format: 'esm', minify: true })
  const code = output
    .filter(({ type }) => type === 'chunk')
    .map((chunk) => chunk.code)
    .join('\n')
  return { minified: Buffer.byteLength(code), gzip: gzipSync(code).length }
}

const pathOf = (folder) => join(root, 'packages', folder)

/** How many packages of ours and of others are installed with some packages of ours, and those themselves. */
function count(...folders) {
  const installed = installedWith(...folders.map(pathOf))
  const ours = installed.filter((path) => path.startsWith(pathOf(''))).length
  return { ours: ours - folders.length, others: installed.length - ours, all: installed.length }
}

async function measure(folder, scratch) {
  const path = pathOf(folder)
  const {
    name,
    dependencies = {},
    peerDependencies = {},
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: path,
    encoding: 'utf8',
    shell,
  })
  const entry = JSON.stringify(join(path, 'dist', 'index.js'))
  // Other packages, and modules that depend on conditions, stay outside.
  const weight = await bundle(`export * from ${entry}`, /^[^./\0]/)
  const needs = [
    ...Object.keys(dependencies),
    ...Object.keys(peerDependencies).map((peer) => `${peer} (peer)`),
  ]
  return { name, packed: statSync(JSON.parse(packed).filename).size, ...weight, ...count(folder), needs }
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(1)

/** A row of the table. */
const rowOf = ({ name, packed, minified, gzip, ours, others, all, needs }) => [
  `\`${name}\``,
  packed === undefined ? '' : kilobytes(packed),
  kilobytes(minified),
  kilobytes(gzip),
  String(ours),
  String(others),
  String(all),
  needs.join(', ') || 'none',
]

const scratch = mkdtempSync(join(tmpdir(), 'lmc-sizes-'))
const rows = []
try {
  for (const folder of readdirSync(join(root, 'packages')).toSorted())
    rows.push(rowOf(await measure(folder, scratch)))
  const both = ['client', 'transport-meta']
  const program = both
    .map((folder) => `export * from ${JSON.stringify(join(pathOf(folder), 'dist', 'index.js'))}`)
    .join('\n')
  rows.push(
    rowOf({
      name: 'client and transport-meta, with all that they need',
      ...(await bundle(program, /^node:/)),
      ...count(...both),
      needs: [],
    }),
  )
} finally {
  rmSync(scratch, { recursive: true })
}

if (process.argv.includes('--check')) {
  const written = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const stale = 'docs/sizes.md is stale: `npm run sizes` writes it'
  assert.deepEqual(
    written.map(([name]) => name),
    rows.map(([name]) => name),
    stale,
  )
  for (const [index, [name, ...cells]] of rows.entries()) {
    const [, ...old] = written[index]
    assert.deepEqual(old.slice(SIZES), cells.slice(SIZES), `${stale}; ${name} needs other packages now`)
    for (const [column, cell] of cells.slice(0, SIZES).entries()) {
      const isTrue = Math.abs(Number(old[column]) - Number(cell)) <= Math.max(0.1, TOLERANCE * Number(cell))
      assert.ok(isTrue, `${stale}; ${name} has ${old[column]} kB there and ${cell} kB now`)
    }
  }
} else {
  const heads = ['package', 'packed', 'minified', 'gzip', 'ours', 'others', 'all', 'needs']
  const rule = heads.map((head) => (head === 'package' || head === 'needs' ? '---' : '--:'))
  const lines = [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  writeFileSync(
    page,
    `# What the packages weigh

In kilobytes of 1000 bytes. Written by \`npm run sizes\`. \`npm run check\` fails when a size is off by more than
${TOLERANCE * 100} %, or when another number of packages is installed.

- _packed_ is what npm downloads: the built files for \`import\` and \`require\`, types, sources and maps.
- _minified_ is the main entry in one file, without what it needs from other packages; _gzip_ is that
  compressed.
- _ours_ and _others_ are the packages that npm installs with it: those of lmc and those of others. _all_ also
  counts the package itself. A peer is not counted, nor what the peer needs.
- The last row is what a program bundles that uses the client over \`MetaTransport\`.

${lines.join('\n')}
`,
  )
  execFileSync('pnpm', ['exec', 'oxfmt', page], { cwd: root, stdio: 'inherit', shell })
}
