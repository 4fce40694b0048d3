import { TextGetter } from './text-getter.mjs'

/** Uses the message of an error without adding the cause. */
class ShowsBareMessages extends TextGetter {
  reasonOf({ message }) {
    return message
  }
}

export const open = (options) => new ShowsBareMessages(options)
