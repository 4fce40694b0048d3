/**
 * The first lines of a program that answers DNS look-ups from a table of names. An entry is a list of
 * addresses, `none` for an unknown name, or `silent` for a look-up that hangs. The program must load the
 * transport after these lines. `seen` counts all look-ups and the hanging ones.
 */
export const answeringNames = `
    import dns from 'node:dns'
    import { syncBuiltinESMExports } from 'node:module'
    import { isIP } from 'node:net'
    import { setTimeout as sleep } from 'node:timers/promises'
    const { table } = JSON.parse(process.argv[1])
    const seen = { started: 0, pending: 0 }
    const [lookup, lookupPromise] = [dns.lookup, dns.promises.lookup]
    const answer = async (name) => {
      seen.started++
      if (table[name] === 'silent') {
        seen.pending++
        return new Promise(() => undefined)
      }
      if (table[name] !== 'none') return table[name].map((address) => ({ address, family: isIP(address) }))
      const found = { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name }
      throw Object.assign(new Error('getaddrinfo ENOTFOUND ' + name), found)
    }
    dns.lookup = (name, options, callback) => {
      if (!Object.hasOwn(table, name)) return lookup(name, options, callback)
      const [all, done] = typeof options === 'function' ? [false, options] : [options?.all, callback]
      answer(name).then(
        (list) => (all ? done(null, list) : done(null, list[0].address, list[0].family)),
        (error) => done(error),
      )
    }
    dns.promises.lookup = async (name, options) => {
      if (!Object.hasOwn(table, name)) return lookupPromise(name, options)
      const list = await answer(name)
      return options?.all ? list : list[0]
    }
    syncBuiltinESMExports()
`
