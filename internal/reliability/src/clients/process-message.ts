import type { Milliseconds } from '@lmc/transport'
import type { Problem } from '@lmc/transport-tests/faults'
import type { AuditStep } from './audit-step.ts'
import type { TransportName } from './open-transport.ts'
import type { Recorded } from '../judging/recorder.ts'
import type { Sample } from './sample.ts'

/** The options of a process of clients, as JSON. */
export interface ProcessOptions {
  /** The number of the process, from 0. */
  readonly process: number
  readonly processes: number
  readonly seed: number
  readonly timeout: Milliseconds
  /** The most calls of each client in flight. */
  readonly loops: number
  /** The longest pause between two calls. */
  readonly pause: Milliseconds
  /** The time between two samples. 0: no samples. */
  readonly sampleInterval: Milliseconds
  /** The number of keys of a large batch. 0: no batches. */
  readonly batchKeys: number
  /** The URL of a module that exports `openTransport`. */
  readonly transports: string
  readonly servers: Readonly<Record<TransportName, readonly string[]>>
}

/** An order for a process. */
export type ProcessOrder = 'stop' | { readonly hold: Milliseconds } | { readonly step: AuditStep }

/** A message of a process, sent from time to time. It counts from the last message. */
export interface ProcessMessage extends Recorded {
  readonly resolved: number
  /** How many calls rejected, by the code of the error. */
  readonly rejected: Readonly<Record<string, number>>
  /** The time of the longest call. */
  readonly longest: Milliseconds
  readonly problems: readonly Problem[]
  readonly sample: Sample | undefined
  /** The step that the process has done. Absent: none since the last message. */
  readonly done?: AuditStep | undefined
}
