import { hash } from 'node:crypto'
import type { Session } from './contender.ts'
import { Payload } from './payload.ts'

/** The whole job over a client that stores strings: md5 of the name, JSON of the object. */
export function jobByHand({
  readText,
  set,
}: Pick<Session, 'readText' | 'set'>): Pick<Session, 'loadObject' | 'storeObject'> {
  return {
    loadObject: async (name) => {
      const text = await readText(hash('md5', name))
      return text === undefined ? undefined : JSON.parse(text)
    },
    storeObject: (name, object) => set(hash('md5', name), new Payload(JSON.stringify(object))),
  }
}
