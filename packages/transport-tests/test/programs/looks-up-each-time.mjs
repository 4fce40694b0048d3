import { TextGetter } from './text-getter.mjs'

/** Looks the name up for each connection, also while a look-up hangs. */
class LooksUpEachTime extends TextGetter {
  connecting() {
    return { autoSelectFamily: true }
  }
}

export const open = (options) => new LooksUpEachTime(options)
