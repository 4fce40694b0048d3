// Checks the imports of the packages against the layers of ARCHITECTURE.md. It also checks the number of
// files in each folder of sources, and the width of their lines. The file .oxlintrc.json checks the length of
// files and circles of imports.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The layers, the lowest first. All other packages are above them. A package imports only lower layers. */
const LAYERS = [/^@lmc\/(codec|keys|transport)$/, /^@lmc\/(tracker|transport-.+)$/, /^@lmc\/client$/]

const MOST_FILES = 15

/** As the formatter has it. */
const { printWidth } = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'))

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

function layerOf(name) {
  const layer = LAYERS.findIndex((pattern) => pattern.test(name))
  return layer === -1 ? LAYERS.length : layer
}

/** Yields the folders of a package's sources, each with its files. */
function* foldersOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  yield { folder, files: entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name)) }
  for (const entry of entries) if (entry.isDirectory()) yield* foldersOf(join(folder, entry.name))
}

/** Our packages that the sources import, also for types, and those in the dependencies of the manifest. */
function importsOf(path, manifest) {
  const imported = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  for (const { files } of foldersOf(join(path, 'src'))) {
    const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    for (const [, name] of sources.matchAll(/\b(?:from |import\()'(@lmc\/[^/']+)/g)) imported.push(name)
  }
  return [...new Set(imported)].filter((name) => name.startsWith('@lmc/'))
}

/** Yields the lines of a folder's own files that are too wide; test titles are one line, however long. */
function* wideLinesOf(folder) {
  for (const { files } of foldersOf(folder))
    for (const file of files)
      for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries())
        if (line.length > printWidth) yield `${file}:${index + 1} has ${line.length} characters`
}

const complaints = []
for (const parent of ['packages', 'internal', 'examples']) {
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    const path = join(parent, entry.name)
    if (!entry.isDirectory() || !readdirSync(path).includes('src')) continue
    for (const { folder, files } of foldersOf(join(path, 'src')))
      if (files.length > MOST_FILES)
        complaints.push(`${folder} has ${files.length} files; at most ${MOST_FILES} stand beside each other`)
    complaints.push(...wideLinesOf(join(path, 'src')))
    if (parent !== 'packages') continue
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
    for (const imported of importsOf(path, manifest))
      if (layerOf(imported) >= layerOf(manifest.name))
        complaints.push(`${manifest.name} imports ${imported}, which is not below it`)
  }
}
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exit(1)
