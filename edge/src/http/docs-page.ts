/** `/api/docs`: the OpenAPI document as a page without a script. */
import { html, raw } from 'hono/html'
import type { Operation } from './openapi.ts'

type Json = Record<string, unknown>

const style = `
  :root { color-scheme: light dark; --line: light-dark(#e3e0d8, #2a2f45); --soft: light-dark(#f6f4ee, #151a2e); }
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; font: 15px/1.55 system-ui, sans-serif;
    background: light-dark(#fbfaf7, #0c0f1f); color: light-dark(#1b1f2e, #e9e7e0); }
  h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2.2rem 0 .5rem; text-transform: capitalize; }
  h3 { font-size: .85rem; margin: 1rem 0 .3rem; } p { margin: .3rem 0; }
  details { border: 1px solid var(--line); border-radius: 10px; margin: .4rem 0; }
  summary { cursor: pointer; padding: .6rem .9rem; display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
  summary:focus-visible { outline: 2px solid; border-radius: 10px; }
  .body { padding: 0 .9rem .9rem; } .who { margin-left: auto; font-size: .8rem; opacity: .7; }
  b.method { font: 600 .8rem ui-monospace, monospace; min-width: 3.6rem; } code, pre { font: .85rem ui-monospace, monospace; }
  pre { background: var(--soft); border-radius: 8px; padding: .7rem; overflow-x: auto; margin: .3rem 0; }
  a { color: inherit; }`

const who = { public: 'everybody', user: 'signed in', admin: 'administrator' } as const

/** Operations in groups by the first part of their path, then the named schemas. */
export function docsPage(operations: readonly Operation[], document: Json, nonce: string) {
  const groups = Map.groupBy(operations, ({ path }) => path.split('/')[2] ?? '')
  const paths = part(document, 'paths')
  const schemas = part(part(document, 'components'), 'schemas')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sage.ai API</title>
<style nonce="${nonce}">${raw(style)}</style>
</head>
<body>
<h1>Sage.ai API</h1>
<p>${String(part(document, 'info').description)} The same for machines: <a href="/api/openapi.json">openapi.json</a>.</p>
${[...groups].map(
  ([name, members]) => html`<h2>${name}</h2>
${members.map((operation) => operationEntry(operation, part(part(paths, operation.path), operation.method.toLowerCase())))}`,
)}
<h2>Schemas</h2>
${Object.entries(schemas).map(
  ([name, schema]) => html`<details id="${name}"><summary><code>${name}</code></summary>
<div class="body"><pre>${pretty(schema)}</pre></div></details>`,
)}
</body>
</html>`
}

function operationEntry({ method, path, access, description }: Operation, spec: Json) {
  const body = part(part(part(spec, 'requestBody'), 'content'), 'application/json')
  const parameters = Array.isArray(spec.parameters) ? spec.parameters : []
  return html`<details>
<summary><b class="method">${method}</b><code>${path}</code><span>${description?.summary ?? ''}</span>
<span class="who">${who[access]}</span></summary>
<div class="body">
${parameters.length === 0 ? '' : html`<h3>Parameters</h3><pre>${pretty(parameters)}</pre>`}
${body.schema === undefined ? '' : html`<h3>Body</h3><pre>${pretty(body.schema)}</pre>`}
<h3>Answers</h3><pre>${pretty(spec.responses)}</pre>
</div></details>`
}

function part(of: Json, name: string): Json {
  const value = of[name]
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
