/** Where a path leads that names no page at all. */
import { PublicFrame } from '../app/public-frame.tsx'
import { NotFound } from './not-found.tsx'

export default function Lost() {
  return (
    <PublicFrame>
      <NotFound />
    </PublicFrame>
  )
}
