/** What page and service worker agree on about answers that are kept for offline reading. */

/** The cache that holds one reader's answers. Whoever signs out deletes it. */
export const keptCacheName = 'sage-kept'
/** On an answer out of that cache: when it was read from the server, ISO 8601. */
export const keptAtHeader = 'X-Kept-At'
