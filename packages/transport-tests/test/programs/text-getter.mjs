import dns from 'node:dns'
import { connect } from 'node:net'
import { clock, reasonOf, watchAbort, withRealTicks } from '@lmc/transport'

const MOST_IN_FLIGHT = 100_000
const MOST_BYTES = 64 * 2 ** 20

/** Longer than any statistics. */
const LONGEST_REPLY = 2 ** 20

/** The number of parts of a timeout. A blocked event loop uses up only one part. */
const PARTS = 10

/**
 * The smallest transport for a watched process: `get` and `set` without values, and `statistics`, on one
 * server, by classic commands. Everything that broken programs break is a method of its own.
 */
export class TextGetter {
  constructor({ servers: [server], timeout }) {
    this.server = server
    this.timeout = timeout
    this.calls = []
    this.bytes = 0
  }

  async get(key, options) {
    return this.ask(`get ${key}\r\n`, options)
  }

  async set(key, value, options) {
    if (this.isFull()) throw new Error('too much is in flight')
    return this.ask(`set ${key} 0 0 ${value.length}\r\n${Buffer.from(value).toString('latin1')}\r\n`, options)
  }

  async statistics() {
    const call = this.ask('stats\r\n')
    return [
      await call.then(
        (statistics) => ({ statistics }),
        (error) => ({ statistics: {}, error }),
      ),
    ]
  }

  async close() {
    await Promise.allSettled(this.calls.map(({ promise }) => promise))
    this.lose('the transport was closed')
  }

  async ask(text, { signal } = {}) {
    signal?.throwIfAborted()
    if (this.isFull()) throw new Error('too much is in flight')
    const call = { length: text.length, again: text.startsWith('get ') ? text : undefined }
    call.promise = new Promise((resolve, reject) => Object.assign(call, { resolve, reject }))
    this.calls.push(call)
    this.bytes += text.length
    this.arm(call)
    this.socket ??= this.open()
    this.socket.ref()
    this.socket.write(text, 'latin1')
    const unwatch = watchAbort(signal, (reason) => this.giveUp(call, reason))
    return call.promise.finally(unwatch)
  }

  isFull() {
    return this.calls.length >= MOST_IN_FLIGHT || this.bytes >= MOST_BYTES
  }

  /** The reply may still come, so the call keeps its place in the queue. */
  giveUp(call, reason) {
    call.reject(reason)
  }

  arm(call) {
    let left = PARTS
    const wait = () => {
      if (left-- > 0) call.timer = clock.setTimeout(wait, this.timeout / PARTS)
      else this.lose(`no answer within ${this.timeout} ms`)
    }
    wait()
  }

  open() {
    const [host, port] = this.server.split(':')
    const socket = withRealTicks(() => connect({ host, port: Number(port), ...this.connecting() }))
    socket.setEncoding('latin1')
    let rest = ''
    socket.on('data', (text) => {
      rest += text
      const lines = rest.split(/(?<=STORED\r\n|END\r\n)/)
      rest = /(?:STORED|END)\r\n$/.test(lines.at(-1)) ? '' : lines.pop()
      // All at once: to remove the first of a hundred thousand would move all others.
      for (const call of this.calls.splice(0, lines.length)) this.settle(call, 'resolve')
      if (this.isTooLong(rest)) this.lose('a reply without end')
    })
    socket.on('end', () => this.onEnd())
    socket.on('error', (error) => this.lose(this.reasonOf(error)))
    socket.on('close', () => this.lose('the connection was closed'))
    return socket
  }

  /** The options with which a socket connects. */
  connecting() {
    return { autoSelectFamily: true, lookup: lookUpOnce }
  }

  isTooLong(text) {
    return text.length > LONGEST_REPLY
  }

  /**
   * Sends the calls again that may be repeated: the server may have closed the idle connection before them.
   */
  onEnd() {
    if (this.calls.some(({ again }) => again === undefined))
      return this.lose('the server closed the connection')
    this.drop()
    if (this.calls.length > 0) this.socket = this.open()
    for (const call of this.calls) {
      this.socket.write(call.again, 'latin1')
      call.again = undefined
    }
  }

  reasonOf(error) {
    return reasonOf(error)
  }

  /** Forgets the connection. */
  drop() {
    this.socket?.removeAllListeners().on('error', () => undefined)
    this.socket?.destroy()
    this.socket = undefined
  }

  /** Gives the connection up. All waiting calls fail. */
  lose(why) {
    this.drop()
    for (const call of this.calls.splice(0)) this.settle(call, 'reject', new Error(why))
  }

  settle(call, how, outcome) {
    if (!call) return
    clock.clearTimeout(call.timer)
    this.bytes -= call.length
    call[how](outcome)
    if (this.calls.length === 0) this.rest()
  }

  /** Lets the process end while there are no calls. */
  rest() {
    this.socket?.unref()
  }
}

const lookUps = new Map()

/** Like `dns.lookup`, but makes no second look-up of a name during the first. */
function lookUpOnce(name, options, done) {
  const lookUp = lookUps.get(name) ?? dns.promises.lookup(name, { all: true })
  lookUps.set(name, lookUp)
  lookUp.then(
    (found) => {
      lookUps.delete(name)
      if (options.all) done(null, found)
      else done(null, found[0].address, found[0].family)
    },
    (error) => {
      lookUps.delete(name)
      done(error)
    },
  )
}

export const open = (options) => new TextGetter(options)
