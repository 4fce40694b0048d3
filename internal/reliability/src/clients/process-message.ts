import type { Milliseconds } from '@lmc/transport'
import type { Problem } from '@lmc/transport-tests/faults'
import type { AuditStep } from './audit-step.ts'
import type { TransportName } from './open-transport.ts'
import type { Recorded } from '../judging/recorder.ts'
import type { Sample } from './sample.ts'

/** What a process of clients is started with, as JSON. */
export interface ProcessOptions {
  /** Which of the processes it is, from 0 on. */
  readonly process: number
  readonly processes: number
  readonly seed: number
  readonly timeout: Milliseconds
  /** How many calls each client has under way, at most. */
  readonly loops: number
  /** How long each of them pauses between two calls, at most. */
  readonly pause: Milliseconds
  /** How long it is from one sample to the next; 0: none are taken. */
  readonly sampleInterval: Milliseconds
  /** How many keys a large batch has; 0: there is none. */
  readonly batchKeys: number
  /** The URL of a module that exports `openTransport`. */
  readonly transports: string
  readonly servers: Readonly<Record<TransportName, readonly string[]>>
}

/** What it is told. */
export type ProcessOrder = 'stop' | { readonly hold: Milliseconds } | { readonly step: AuditStep }

/** What it sends from time to time. What is counted, is since the last time. */
export interface ProcessMessage extends Recorded {
  readonly resolved: number
  /** How many calls rejected, by the error's code. */
  readonly rejected: Readonly<Record<string, number>>
  /** How long the longest call took. */
  readonly longest: Milliseconds
  readonly problems: readonly Problem[]
  readonly sample: Sample | undefined
  /** A step that it has done; absent: none since the last time. */
  readonly done?: AuditStep | undefined
}
