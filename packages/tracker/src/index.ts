export type { Announcement } from './announcer.ts'
export type { IndexEntry, TrackedKey } from './entry-writer.ts'
export type { DeadKey, KeyAudit } from './key-audit.ts'
export type { IndexedKey, IndexSize } from './key-index.ts'
export {
  type AuditOptions,
  KeyTracker,
  type KeyTrackerOptions,
  type ListOptions,
  type NamedOptions,
  type NamespaceSize,
} from './key-tracker.ts'
export { TrackerError, type TrackerErrorCode } from './tracker-error.ts'
export type { OnPartial } from './what-is-there.ts'
