/** @module transport-tests */

export { type Subject, testTransport, type TestTransportOptions } from './conformance/index.ts'
export {
  FaultProxy,
  type FaultSubject,
  type Lack,
  type OpenOptions,
  type RunningServer,
  type Script,
  type Step,
  testFaults,
  type TestFaultsOptions,
} from './faults/index.ts'
export {
  findMemcached,
  freePort,
  memcachedPath,
  type MemcachedOptions,
  type MemcachedServer,
  startMemcached,
} from './memcached/index.ts'
