import { type Contender, createContender } from './contender.ts'

/** All that there are, ours first. */
export const contenders: readonly Contender[] = [
  createContender({ name: 'MetaTransport', isOurs: true, module: 'meta-transport' }),
  createContender({
    name: 'MemjsTransport',
    isOurs: true,
    module: 'memjs-transport',
    // The binary protocol has a length and a number in each reply, and nothing to check the rest by.
    lacks: ['unchecked framing'],
  }),
]
