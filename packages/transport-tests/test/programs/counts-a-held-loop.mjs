import { TextGetter } from './text-getter.mjs'

/** Takes the time in which the process was busy for silence of the server. */
class CountsAHeldLoop extends TextGetter {
  arm(call) {
    call.timer = setTimeout(() => this.lose('no answer'), this.timeout)
  }
}

export const open = (options) => new CountsAHeldLoop(options)
