import { TextGetter } from './text-getter.mjs'

/** Tries only the first address of a name. */
class TriesOneAddress extends TextGetter {
  connecting() {
    return { autoSelectFamily: false }
  }
}

export const open = (options) => new TriesOneAddress(options)
