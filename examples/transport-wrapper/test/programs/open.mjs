import { MetaTransport } from '@lmc/transport-meta'
import { countBytes } from '../../dist/count-bytes.js'

export const open = (options) => countBytes(new MetaTransport(options), () => undefined)
