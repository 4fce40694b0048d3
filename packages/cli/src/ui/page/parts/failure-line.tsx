/** Says why something has failed. Shows nothing when nothing has. */
export function FailureLine({ failure }: { readonly failure: string | undefined }) {
  if (failure === undefined) return null
  return (
    <p class="remark bad" role="alert">
      {failure}
    </p>
  )
}
