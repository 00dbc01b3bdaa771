import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** Closer than this to the end counts as being there, in CSS pixels. */
const nearPx = 48

/** Keeps a scrolling box at its end while its content grows, until its reader scrolls away from there. */
export function useStickToBottom(box: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const sticking = useRef(true)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    sticking.current = true
    setAtEnd(true)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [box])

  useEffect(() => {
    const element = box.current
    const inner = content.current
    if (!element || !inner) return
    let lastTop = element.scrollTop
    const scrolled = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
      // Growing content moves the end away without moving the reader; only going up lets go.
      if (near) sticking.current = true
      else if (element.scrollTop < lastTop) sticking.current = false
      lastTop = element.scrollTop
      setAtEnd(sticking.current)
    }
    const grown = new ResizeObserver(() => {
      if (sticking.current) element.scrollTop = element.scrollHeight
    })
    element.addEventListener('scroll', scrolled, { passive: true })
    grown.observe(inner)
    grown.observe(element)
    return () => {
      element.removeEventListener('scroll', scrolled)
      grown.disconnect()
    }
  }, [box, content])

  return { atEnd, toEnd }
}
