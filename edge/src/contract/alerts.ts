/** What only the pages of alerts need: apart from the rest, so that a chat does not have to load it. */
export * from './alert.ts'
export * from './dead-letter.ts'
export * from './notification.ts'
export * from './push.ts'
