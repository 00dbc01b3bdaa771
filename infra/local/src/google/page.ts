/** The stand-in's one page: who are you, and may the app know it? */
import { html } from 'hono/html'

export function signInPage(options: {
  readonly action: string
  readonly hint: string
  readonly problem?: string
}) {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in (local stand-in for Google)</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f6f8; color: #1d2733; }
  main { max-width: 22rem; margin: 12vh auto; padding: 2rem; background: #fff; border-radius: 12px;
         box-shadow: 0 1px 3px rgb(0 0 0 / 12%); }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
  p { margin: 0 0 1rem; color: #56616d; }
  label { display: block; margin-bottom: .75rem; font-size: .9rem; }
  input { box-sizing: border-box; width: 100%; font: inherit; padding: .55rem .7rem; margin-top: .2rem;
          border: 1px solid #b8c1cc; border-radius: 8px; }
  button { font: inherit; padding: .55rem 1rem; border-radius: 8px; border: 0; cursor: pointer; }
  .yes { background: #1a237e; color: #fff; }
  .no { background: none; color: #56616d; }
  .problem { color: #b3261e; }
</style>
<main>
  <h1>Sign in</h1>
  <p>This local provider stands in for Google. Any address will do; no password is asked.</p>
  ${options.problem === undefined ? '' : html`<p class="problem" role="alert">${options.problem}</p>`}
  <form method="post" action="${options.action}">
    <label>Email <input name="email" type="email" required autofocus autocomplete="email" value="${options.hint}"></label>
    <label>Name <input name="name" autocomplete="name" placeholder="optional" maxlength="100"></label>
    <p>Sage will see your name and email address.</p>
    <button class="yes" name="decision" value="allow">Continue</button>
    <button class="no" name="decision" value="deny" formnovalidate>Cancel</button>
  </form>
</main>
</html>`
}
