/** Whoever signs in with this address administers the shared stack. */
export const adminEmail = 'admin@example.com'
