/** `/chat/:id` */
import { Id } from '@sage/db/vocabulary'
import { useParams } from 'wouter'
import { ChatHeader } from '../features/chat/chat-header.tsx'
import { Conversation } from '../features/chat/conversation.tsx'
import { SignalCard } from '../features/portfolio/signal-card.tsx'
import { NotFound } from './not-found.tsx'

export default function ChatPage() {
  const id = Id.safeParse(useParams().id)
  if (!id.success) return <NotFound />
  return (
    // Another chat is another conversation: nothing of the last one's scrolling or choices remains.
    <div key={id.data} className="flex min-h-0 flex-1 flex-col">
      <ChatHeader chatId={id.data} />
      <Conversation chatId={id.data} SignalCard={SignalCard} />
    </div>
  )
}
