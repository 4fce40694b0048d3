export { isIndexItem } from './index-items.ts'
export type { Announcement } from './lines/line-batcher.ts'
export type { IndexEntry, TrackedKey } from './lines/index-entry.ts'
export type { DeadKey, KeyAudit } from './listing/key-audit.ts'
export type { IndexSize } from './listing/index-size.ts'
export type { IndexedKey } from './listing/indexed-key.ts'
export type { NamespaceSize } from './listing/namespace-list.ts'
export { KeyTracker } from './key-tracker.ts'
export type {
  AuditOptions,
  DropOptions,
  KeyTrackerOptions,
  ListOptions,
  NamedOptions,
} from './key-tracker-options.ts'
export { TrackerError, type TrackerErrorCode } from './tracker-error.ts'
export type { OnPartial } from './partial-answers.ts'
