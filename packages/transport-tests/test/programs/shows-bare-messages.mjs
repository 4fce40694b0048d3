import { TextGetter } from './text-getter.mjs'

/** Takes the message of an error for what there is to say. */
class ShowsBareMessages extends TextGetter {
  reasonOf({ message }) {
    return message
  }
}

export const open = (options) => new ShowsBareMessages(options)
