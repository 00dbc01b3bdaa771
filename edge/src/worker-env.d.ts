/// <reference types="@cloudflare/vitest-plugin/types" />
/** Gives `env` of `cloudflare:workers`, as the tests use it, the type of our bindings. */
declare namespace Cloudflare {
  interface Env extends Readonly<import('./bindings.ts').Bindings> {}
}
