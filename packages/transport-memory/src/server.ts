/** The one name in `servers`. */
export const server = 'memory'
