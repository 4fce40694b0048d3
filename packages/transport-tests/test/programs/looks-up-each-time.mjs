import { TextGetter } from './text-getter.mjs'

/** Looks a name up for each connection, also while a look-up of it hangs. */
class LooksUpEachTime extends TextGetter {
  connecting() {
    return { autoSelectFamily: true }
  }
}

export const open = (options) => new LooksUpEachTime(options)
