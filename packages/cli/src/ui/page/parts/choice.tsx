interface ChoiceProps<Name extends string> {
  /** What is chosen, as a screen reader says it. */
  readonly label: string
  readonly choices: Readonly<Record<Name, string>>
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
}

/** One of a few things that stand beside each other. */
export function Choice<Name extends string>({ label, choices, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {(Object.keys(choices) as Name[]).map((name) => (
        <label key={name}>
          <input type="radio" name={label} checked={name === chosen} onChange={() => onChoose(name)} />
          <span>{choices[name]}</span>
        </label>
      ))}
    </fieldset>
  )
}
