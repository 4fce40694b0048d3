import { type Contender, createContender } from './contender.ts'

/** All contenders, ours first. */
export const contenders: readonly Contender[] = [
  createContender({ name: 'MetaTransport', isOurs: true, module: 'meta-transport' }),
  createContender({
    name: 'MemjsTransport',
    isOurs: true,
    module: 'memjs-transport',
    // A reply of the binary protocol has a length and a number, and no check for the rest.
    lacks: ['unchecked framing'],
  }),
]
