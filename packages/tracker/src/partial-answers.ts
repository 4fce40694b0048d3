import {
  type CallOptions,
  isTransportError,
  type Item,
  type Transport,
  type TransportError,
} from '@lmc/transport'

/** Is told that some servers failed while others answered; throws to give up what the others gave. */
export type OnPartial = (error: TransportError) => void

/** `getMany`, going on with what the other servers gave when some fail. */
export async function getWhatIsThere(
  transport: Transport,
  keys: readonly string[],
  options: CallOptions,
  onPartial: OnPartial,
): Promise<ReadonlyMap<string, Item>> {
  try {
    return await transport.getMany(keys, options)
  } catch (error) {
    if (!isTransportError(error)) throw error
    onPartial(error)
    return error.partial instanceof Map ? error.partial : new Map<string, Item>()
  }
}

/** `hasMany`, likewise. */
export async function hasWhatIsThere(
  transport: Transport,
  keys: readonly string[],
  options: CallOptions,
  onPartial: OnPartial,
): Promise<ReadonlySet<string>> {
  try {
    return await transport.hasMany(keys, options)
  } catch (error) {
    if (!isTransportError(error)) throw error
    onPartial(error)
    return error.partial instanceof Set ? error.partial : new Set<string>()
  }
}

/** The `OnPartial` of whoever needs all servers. */
export function rethrow(error: TransportError): never {
  throw error
}
