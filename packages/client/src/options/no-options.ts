/** The options of a call without options. */
export const NO_OPTIONS: { readonly signal?: undefined } = Object.freeze({})
