/** A link that knows whether its place, or one below it, is where the reader is. */
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'

export function NavLink({
  to,
  exact = false,
  className,
  children,
}: {
  readonly to: string
  /** A place below it is another place. */
  readonly exact?: boolean
  readonly className: (isActive: boolean) => string
  readonly children: ReactNode
}) {
  const [path] = useLocation()
  const isActive = path === to || (!exact && path.startsWith(`${to}/`))
  return (
    <Link to={to} aria-current={isActive ? 'page' : undefined} className={className(isActive)}>
      {children}
    </Link>
  )
}
