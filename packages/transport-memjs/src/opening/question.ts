import { Opcode } from '../wire/opcode.ts'
import { encodeRequests } from '../wire/request.ts'

/** Line ends, as the bytes of a number. */
const LINE_ENDS = 0x0d0a_0d0a

/**
 * What a server is asked before it is used. Each question holds the byte of a line end. A server of the text
 * protocol answers only to lines, and its answer says what it is. The opcode of a no-operation is that byte
 * by itself.
 */
export const question: { readonly areYouThere: Buffer; readonly whichMechanisms: Buffer } = {
  areYouThere: encodeRequests([{ opcode: Opcode.noop }], 0),
  whichMechanisms: encodeRequests([{ opcode: Opcode.listMechanisms }], LINE_ENDS),
}
