import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { FailureLine } from './failure-line.tsx'

interface QuestionProps {
  readonly title: string
  readonly children?: ComponentChildren
  /** What the button says that does it. */
  readonly action: string
  /** Does it. `onProgress` takes how much is done, from 0 to 1. What it throws is shown. */
  readonly work: (onProgress: (share: number) => void) => Promise<void>
  /** Called when the dialog has closed. */
  readonly onClose: () => void
}

/** Asks before something is changed that cannot be undone. */
export function Question({ title, children, action, work, onClose }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [progress, setProgress] = useState<number | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  const isBusy = progress !== undefined
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const run = async (): Promise<void> => {
    setProgress(0)
    setFailure(undefined)
    try {
      await work(setProgress)
      dialog.current?.close()
    } catch (error) {
      setFailure((error as Error).message)
      setProgress(undefined)
    }
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="question"
      onClose={onClose}
      onCancel={(event) => isBusy && event.preventDefault()}
    >
      <h2 id="question">{title}</h2>
      {children}
      <FailureLine failure={failure} />
      {isBusy && <progress aria-label={action} {...(progress > 0 && { value: progress })} />}
      <div class="buttons">
        <button type="button" disabled={isBusy} autofocus onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button type="button" class="danger" disabled={isBusy} onClick={() => void run()}>
          {action}
        </button>
      </div>
    </dialog>
  )
}
