/** What a dump has for bytes that are no UTF-8. A key with such bytes cannot be asked for. */
export const NO_UTF8 = '\ufffd'
