/**
 * The commands of the binary protocol that are sent here.
 *
 * @see https://github.com/memcached/memcached/wiki/BinaryProtocolRevamped section "Command Opcodes"
 */
export const Opcode = {
  get: 0x00,
  set: 0x01,
  add: 0x02,
  replace: 0x03,
  delete: 0x04,
  increment: 0x05,
  decrement: 0x06,
  flush: 0x08,
  noop: 0x0a,
  append: 0x0e,
  prepend: 0x0f,
  statistics: 0x10,
  touch: 0x1c,
  listMechanisms: 0x20,
  authenticate: 0x21,
} as const

export type Opcode = (typeof Opcode)[keyof typeof Opcode]
