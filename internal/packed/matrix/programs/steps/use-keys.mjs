import { cacheKey, isInvalidKeyError, memcachedKey } from '@lmc/keys'
import { same } from './same.mjs'

/** Derives keys, whose values other programs know as well. */
export function useKeys() {
  same(memcachedKey('cache_key'), '188693688126b424eb89e1385eca6f01')
  same(memcachedKey({ b: ['ä', '😀'], a: 1 }), memcachedKey({ a: 1, b: ['ä', '😀'] }))
  same(memcachedKey(1) === memcachedKey('1'), false)
  same(memcachedKey({ [cacheKey]: () => ['user', 7] }), memcachedKey(['user', 7]))
  same(memcachedKey('user:42', { namespace: 'shop:', raw: true }), 'shop:user:42')
  try {
    memcachedKey(NaN)
    throw new Error('NaN was taken for a key')
  } catch (error) {
    if (!isInvalidKeyError(error)) throw error
  }
}
