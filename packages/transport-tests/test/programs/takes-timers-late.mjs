import { TextGetter } from './text-getter.mjs'

/** Takes whatever timers there are at the moment. */
class TakesTimersLate extends TextGetter {
  arm(call) {
    call.timer = setTimeout(() => this.lose('no answer'), this.timeout)
  }
}

export const open = (options) => new TakesTimersLate(options)
