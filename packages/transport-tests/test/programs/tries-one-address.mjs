import { TextGetter } from './text-getter.mjs'

/** Takes the first address of a name for the only one. */
class TriesOneAddress extends TextGetter {
  connecting() {
    return { autoSelectFamily: false }
  }
}

export const open = (options) => new TriesOneAddress(options)
