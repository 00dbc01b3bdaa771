import { useEffect } from 'react'

/** Names the page in tabs, in the history and for screen readers. */
export function useTitle(text: string): void {
  useEffect(() => {
    document.title = `${text} · Sage.ai`
  }, [text])
}
