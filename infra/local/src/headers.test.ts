import { describe, expect, it } from 'vitest'
import { applyHeaderRules, parseHeaderRules } from './headers.ts'

const file = `
# Comment
/*
  X-Frame-Options: DENY
  Content-Security-Policy: default-src 'self'; img-src data:
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/sw.js
  ! X-Frame-Options
/chat/:id/print
  X-Robots-Tag: noindex
`

function headersFor(path: string): Headers {
  const headers = new Headers({ 'cache-control': 'public, max-age=0, must-revalidate' })
  applyHeaderRules(parseHeaderRules(file), path, headers)
  return headers
}

describe('a _headers file', () => {
  it('applies every rule whose path matches, colons in values included', () => {
    const headers = headersFor('/assets/index-abc.js')
    expect(headers.get('content-security-policy')).toBe("default-src 'self'; img-src data:")
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('leaves the default cache policy where no rule names one', () => {
    expect(headersFor('/').get('cache-control')).toBe('public, max-age=0, must-revalidate')
  })

  it('takes a header away again with an exclamation mark', () => {
    expect(headersFor('/sw.js').has('x-frame-options')).toBe(false)
    expect(headersFor('/other.js').get('x-frame-options')).toBe('DENY')
  })

  it('lets a placeholder stand for one path segment only', () => {
    expect(headersFor('/chat/7/print').get('x-robots-tag')).toBe('noindex')
    expect(headersFor('/chat/7/8/print').has('x-robots-tag')).toBe(false)
  })

  it('does not take a dot in a path for any character', () => {
    expect(headersFor('/swxjs').get('x-frame-options')).toBe('DENY')
  })
})
