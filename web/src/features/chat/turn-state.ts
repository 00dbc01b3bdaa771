/**
 * The turns that this page is following, by chat. They live outside of the screens: whoever leaves a chat while
 * the mentor writes finds the answer there when they come back.
 */
import type { Agent } from '@sage/db/vocabulary'
import { create } from 'zustand'
import type { LiveTurn, StageState } from './live-turn.ts'

export interface TurnState {
  readonly turns: Readonly<Record<string, LiveTurn>>
  /** What the stages took, for answers that were given while this page was open; by message id. */
  readonly stages: Readonly<Record<string, Partial<Record<Agent, StageState>>>>
}

export const useTurns = create<TurnState>(() => ({ turns: {}, stages: {} }))

export function turnOf(chatId: string): LiveTurn | undefined {
  return useTurns.getState().turns[chatId]
}

export function setTurn(chatId: string, turn: LiveTurn | undefined): void {
  useTurns.setState(({ turns }) => {
    const { [chatId]: _, ...others } = turns
    return { turns: turn ? { ...others, [chatId]: turn } : others }
  })
}

/** Whether the turn still writes, so that it can be stopped and nothing else can be asked. */
export function isRunning(turn: LiveTurn): boolean {
  return turn.failure === undefined && turn.refusal === undefined
}

/** The ids of the chats in which an answer is being written, as one string: it changes only when they do. */
export function runningChats({ turns }: TurnState): string {
  return Object.entries(turns)
    .filter(([, turn]) => isRunning(turn))
    .map(([chatId]) => chatId)
    .join(' ')
}
