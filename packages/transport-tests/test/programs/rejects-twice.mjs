import { TextGetter } from './text-getter.mjs'

/** Tells of a call that was given up once more, to nobody. */
class RejectsTwice extends TextGetter {
  giveUp(call, reason) {
    super.giveUp(call, reason)
    void Promise.reject(reason)
  }
}

export const open = (options) => new RejectsTwice(options)
