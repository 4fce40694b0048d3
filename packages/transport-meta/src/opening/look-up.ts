import type { LookupFunction } from 'node:net'
import { loadBuiltin } from '../load-builtin.ts'

/** The look-ups under way, by what makes them and by host name. */
const pending = new WeakMap<LookupFunction, Map<string, Promise<readonly string[]>>>()

/**
 * Resolves to the addresses of a host in the order in which they are to be tried. All who ask while a look-up
 * of that name is pending share it. A look-up holds one of Node's four threads for as long as the name server
 * is silent.
 *
 * @param by what makes the look-up; absent is what Node.js takes.
 */
export async function lookUp(
  host: string,
  by: LookupFunction = loadBuiltin('node:dns').lookup,
): Promise<readonly string[]> {
  const lookUps = pending.get(by) ?? new Map<string, Promise<readonly string[]>>()
  pending.set(by, lookUps)
  let addresses = lookUps.get(host)
  if (addresses === undefined) {
    addresses = start(host, by).finally(() => lookUps.delete(host))
    lookUps.set(host, addresses)
  }
  return addresses
}

async function start(host: string, by: LookupFunction): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    by(host, { all: true }, (error, found) => {
      if (error !== null) reject(error)
      else if (typeof found === 'string') resolve([found])
      else resolve(found.map(({ address }) => address))
    })
  })
}
