export type { Announcement } from './lines/line-batcher.ts'
export type { IndexEntry, TrackedKey } from './lines/entry-writer.ts'
export type { DeadKey, KeyAudit } from './listing/key-audit.ts'
export type { IndexedKey, IndexSize, NamedOptions } from './listing/key-index.ts'
export {
  type AuditOptions,
  KeyTracker,
  type KeyTrackerOptions,
  type ListOptions,
  type NamespaceSize,
} from './key-tracker.ts'
export { TrackerError, type TrackerErrorCode } from './tracker-error.ts'
export type { OnPartial } from './listing/partial-answers.ts'
