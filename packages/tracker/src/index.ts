export {
  type IndexEntry,
  KeyTracker,
  type KeyTrackerOptions,
  type ListOptions,
  type TrackedKey,
} from './key-tracker.ts'
export { TrackerError, type TrackerErrorCode } from './tracker-error.ts'
export type { OnPartial } from './what-is-there.ts'
