import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of a package as a module in `folder` finds it, or `undefined` when it is not installed. */
function findPackage(folder, name) {
  const path = join(folder, 'node_modules', name)
  if (existsSync(path)) return realpathSync(path)
  return dirname(folder) === folder ? undefined : findPackage(dirname(folder), name)
}

/**
 * The folders of all packages that are installed with the packages in `roots`, and those themselves. Peers are
 * not counted: the application has them for other reasons.
 */
export function installedWith(...roots) {
  const found = new Set(roots)
  // A set also visits what is added to it on the way.
  for (const folder of found) {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = findPackage(folder, name)
      // An optional package for another platform is not installed.
      if (path !== undefined) found.add(path)
      else if (optionalDependencies?.[name] === undefined) throw new Error(`${folder} lacks ${name}`)
    }
  }
  return [...found]
}
