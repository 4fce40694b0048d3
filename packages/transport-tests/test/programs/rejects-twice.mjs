import { TextGetter } from './text-getter.mjs'

/** Rejects an aborted call a second time, and nobody handles that. */
class RejectsTwice extends TextGetter {
  giveUp(call, reason) {
    super.giveUp(call, reason)
    void Promise.reject(reason)
  }
}

export const open = (options) => new RejectsTwice(options)
