/** The options of a call that was made without. */
export const NO_OPTIONS: { readonly signal?: undefined } = Object.freeze({})
