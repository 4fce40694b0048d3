import type { CallTrace } from '@lmc/client'
import type { Attributes } from '@opentelemetry/api'
import { Attribute, MEMCACHED } from './attribute.ts'
import { operationName } from './operation-name.ts'
import { serverAttributes } from './server-attributes.ts'

/** The attributes of a call at its beginning. */
export interface CallAttributes {
  /** Attributes of the span and of metrics. They have few different values. */
  readonly common: Attributes
  /** Attributes of the span only. */
  readonly own: Attributes
  readonly spanName: string
}

/** The attributes of a call to memcached. */
export function callAttributes({ operation, namespace, keys, server }: CallTrace): CallAttributes {
  const { name, batchSize } = operationName(operation, keys)
  const common: Attributes = {
    [Attribute.system]: MEMCACHED,
    [Attribute.operation]: name,
    ...namespaceAttributes(namespace),
    ...serverAttributes(server),
  }
  const own: Attributes = batchSize === undefined ? {} : { [Attribute.batchSize]: batchSize }
  return { common, own, spanName: spanName(name, namespace ?? server) }
}

/** The attributes of a load. It is the application's work, and no call to memcached. */
export function loadAttributes({ operation, namespace }: CallTrace): CallAttributes {
  return { common: namespaceAttributes(namespace), own: {}, spanName: spanName(operation, namespace) }
}

export function namespaceAttributes(namespace: string | undefined): Attributes {
  return namespace === undefined ? {} : { [Attribute.namespace]: namespace }
}

/** @param target the namespace; without one the server. */
function spanName(name: string, target: string | undefined): string {
  return target === undefined ? name : `${name} ${target}`
}
