import { access, cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const template = fileURLToPath(new URL('../template', import.meta.url))

/** The name in the template, as it stands in file names and in the names of classes. */
const PLACEHOLDER = 'nameless'

// A file whose name begins with "_" is none of this repository's own, such as `tsconfig.json`.

/**
 * Writes the package of a new transport.
 *
 * @param {string} name in kebab-case, such as `my-client`: the package is `@lmc/transport-my-client`.
 * @param {string} folder where the package goes; it must not exist.
 * @returns {Promise<string[]>} the paths of the files within the folder.
 * @throws {Error} when the name is none, or the folder exists.
 */
export async function writeTransport(name, folder) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new Error(
      `The name is ${JSON.stringify(name)}; expected words of a-z and 0-9 with "-" between them`,
    )
  if (await exists(folder)) throw new Error(`${folder} exists already; nothing was written`)
  await mkdir(join(folder, '..'), { recursive: true })
  await cp(template, folder, { recursive: true })
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const written = []
  for (const entry of entries.filter((one) => one.isFile())) {
    const parent = entry.parentPath ?? entry.path
    const path = join(parent, entry.name.replace(PLACEHOLDER, name).replace(/^_/, ''))
    await rename(join(parent, entry.name), path)
    await writeFile(path, named(await readFile(path, 'utf8'), name))
    written.push(path.slice(folder.length + 1))
  }
  return written.toSorted()
}

/** The text with the new name in place of the placeholder. */
function named(text, name) {
  const words = name.split('-')
  const className = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return text.replaceAll(PLACEHOLDER, name).replaceAll('Nameless', className)
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  )
}
