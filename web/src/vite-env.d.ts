/// <reference types="vite/client" />
/// <reference types="vite-plugin-pwa/react" />

interface ImportMetaEnv {
  /** Where faults of the page are reported; absent, nothing is. */
  readonly VITE_SENTRY_DSN?: string
  /** The commit that was built. */
  readonly VITE_RELEASE?: string
  readonly VITE_STAGE?: string
}
