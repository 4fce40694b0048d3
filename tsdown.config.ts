import { readFileSync } from 'node:fs'
import { defineConfig, type Rolldown, type UserConfig } from 'tsdown'

// Each package runs this file from its own folder. Its manifest says what is built: `dist/x.js` is made of
// `src/x.ts`.
const manifest: Record<'exports' | 'imports' | 'bin', unknown> = JSON.parse(
  readFileSync('package.json', 'utf8'),
)

/**
 * One character beyond ASCII has a runtime keep all of a file in two bytes a character, and read it more
 * slowly.
 */
const inAscii: Rolldown.Plugin = {
  name: 'in-ascii',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk' && /\.c?js$/.test(file.fileName))
        file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped)
  },
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const common: UserConfig = {
  cwd: process.cwd(),
  format: ['esm', 'cjs'],
  target: 'es2023',
  platform: 'node',
  fixedExtension: false,
  sourcemap: true,
  outputOptions: (options, format) => ({
    ...options,
    // `src` is published, so the maps need not hold it once more.
    sourcemapExcludeSources: true,
    // The types and `src` have them; loading reads them for nothing.
    comments: { jsdoc: false },
    // What several entries of a package share. All that the first entry needs is one file, for fewer load
    // faster.
    codeSplitting: {
      groups: [{ name: 'json-codec', test: /[\\/]codec[\\/]src[\\/]json[\\/]json-codec\.ts$/ }],
    },
    chunkFileNames: `shared/[name].${format === 'cjs' ? 'cjs' : 'js'}`,
  }),
  // Each runtime decides by itself which file of `imports` this is.
  deps: { neverBundle: [/^#/] },
  inputOptions: { checks: { pluginTimings: false } },
  plugins: [inAscii],
  logLevel: 'warn',
}

/**
 * What the files under `dist` are made of, by their names, as far as this part of the manifest names them.
 */
function entriesOf(part: unknown): Record<string, string> {
  const files = (JSON.stringify(part) ?? '').matchAll(/"\.\/dist\/([^"]+)\.js"/g)
  return Object.fromEntries([...files].map(([, name = '']) => [name, `src/${name}.ts`]))
}

const builds: UserConfig[] = [
  {
    ...common,
    entry: entriesOf([manifest.exports, manifest.bin]),
    dts: { oxc: { stripInternal: true }, sourcemap: true },
  },
]
// Each alone, so that no runtime loads a piece of what another needs. Nobody asks for their types.
for (const [name, path] of Object.entries(entriesOf(manifest.imports)))
  builds.push({ ...common, entry: { [name]: path }, dts: false, clean: false })

export default defineConfig(builds)
