import { connect } from 'node:net'

const MOST_IN_FLIGHT = 100_000
const MOST_BYTES = 64 * 2 ** 20

/** The least that can be watched from the start of a process to its end: `get` and `set` without values, by the classic commands. */
export class TextGetter {
  constructor({ servers: [server], timeout }) {
    this.server = server
    this.timeout = timeout
    this.calls = []
    this.bytes = 0
  }

  async get(key) {
    return this.ask(`get ${key}\r\n`)
  }

  async set(key, value) {
    return this.ask(`set ${key} 0 0 ${value.length}\r\n${Buffer.from(value).toString('latin1')}\r\n`)
  }

  async close() {
    await Promise.allSettled(this.calls.map(({ promise }) => promise))
    this.lose()
  }

  async ask(text) {
    if (this.isFull()) throw new Error('too much is in flight')
    const call = { length: text.length }
    call.promise = new Promise((resolve, reject) => Object.assign(call, { resolve, reject }))
    this.calls.push(call)
    this.bytes += text.length
    this.arm(call)
    this.socket ??= this.open()
    this.socket.write(text, 'latin1')
    return call.promise
  }

  isFull() {
    return this.calls.length >= MOST_IN_FLIGHT || this.bytes >= MOST_BYTES
  }

  arm(call) {
    call.timer = setTimeout(() => this.lose(), this.timeout)
  }

  open() {
    const [host, port] = this.server.split(':')
    const socket = connect(Number(port), host)
    socket.setEncoding('latin1')
    let rest = ''
    socket.on('data', (text) => {
      rest += text
      const lines = rest.split(/(?<=STORED\r\n|END\r\n)/)
      rest = /(?:STORED|END)\r\n$/.test(lines.at(-1)) ? '' : lines.pop()
      // At once, as to take the first from a hundred thousand moves all others.
      for (const call of this.calls.splice(0, lines.length)) this.settle(call, 'resolve')
    })
    socket.on('error', () => this.lose())
    socket.on('close', () => this.lose())
    return socket
  }

  /** Gives the connection up; what waits fails. */
  lose() {
    this.socket?.destroy()
    this.socket = undefined
    for (const call of this.calls.splice(0)) this.settle(call, 'reject', new Error('the connection is gone'))
  }

  settle(call, how, outcome) {
    if (!call) return
    clearTimeout(call.timer)
    this.bytes -= call.length
    call[how](outcome)
  }
}

export const open = (options) => new TextGetter(options)
