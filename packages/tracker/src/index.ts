export type { Announcement } from './announcer.ts'
export type { DeadKey, KeyAudit } from './key-audit.ts'
export type { IndexedKey, IndexSize } from './key-index.ts'
export {
  type AuditOptions,
  type IndexEntry,
  KeyTracker,
  type KeyTrackerOptions,
  type ListOptions,
  type NamedOptions,
  type NamespaceSize,
  type TrackedKey,
} from './key-tracker.ts'
export { TrackerError, type TrackerErrorCode } from './tracker-error.ts'
export type { OnPartial } from './what-is-there.ts'
