import { TextGetter } from './text-getter.mjs'

/** Uses the global timers of the moment, which may be faked. */
class TakesTimersLate extends TextGetter {
  arm(call) {
    call.timer = setTimeout(() => this.lose('no answer'), this.timeout)
  }
}

export const open = (options) => new TakesTimersLate(options)
