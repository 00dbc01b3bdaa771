/** The list of the build's files; vite-plugin-pwa writes it into the worker. */
interface ServiceWorkerGlobalScope {
  readonly __WB_MANIFEST: (string | { readonly url: string; readonly revision: string | null })[]
}
