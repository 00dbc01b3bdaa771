/** Notifications, rules and devices: what is asked of the server, and how its answers are kept. */
import { Chat } from '@sage/edge/contract'
import {
  AlertRule,
  AlertRules,
  type NewAlertRule,
  type NewPushSubscription,
  Notifications,
  PushDevice,
  PushDevices,
  PushPublicKey,
  RulePreview,
  Unread,
  type UpdateAlertRule,
} from '@sage/edge/contract/alerts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiProblem, api, apiResponse } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ownFingerprint } from './web-push.ts'

/** An alert may come while the app is open and no push is allowed. */
const lookAgainMs = 60_000

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam, signal }) =>
    api(`/api/notifications?limit=30${pageParam ? `&cursor=${pageParam}` : ''}`, Notifications, { signal }),
  initialPageParam: '',
  getNextPageParam: (page: Notifications) => page.nextCursor,
  refetchInterval: lookAgainMs,
})

/** Marks it read on screen at once, and on every device with the server's answer. */
export async function markRead(id: string): Promise<void> {
  readOnScreen((notification) => notification.id === id)
  await tellUnread(api(`/api/notifications/${id}/read`, Unread, { method: 'PATCH', body: {} }))
}

export async function markAllRead(): Promise<void> {
  readOnScreen(() => true)
  await tellUnread(api('/api/notifications/read-all', Unread, { method: 'POST', body: {} }))
}

function readOnScreen(isRead: (notification: Notifications['notifications'][number]) => boolean): void {
  const readAt = new Date().toISOString()
  queryClient.setQueryData(notificationsQuery.queryKey, (data) => {
    if (!data) return data
    const pages = data.pages.map((page) => {
      const hits = page.notifications.filter((each) => each.readAt === null && isRead(each))
      const counted = hits.filter(({ silent }) => !silent).length
      return {
        ...page,
        unread: Math.max(0, page.unread - counted),
        notifications: page.notifications.map((each) => (hits.includes(each) ? { ...each, readAt } : each)),
      }
    })
    return { ...data, pages }
  })
}

async function tellUnread(answer: Promise<Unread>): Promise<void> {
  try {
    const { unread } = await answer
    queryClient.setQueryData(notificationsQuery.queryKey, (data) => {
      const [newest, ...older] = data?.pages ?? []
      return data && newest ? { ...data, pages: [{ ...newest, unread }, ...older] } : data
    })
  } catch (problem) {
    // What the server does not know is not read.
    await queryClient.invalidateQueries({ queryKey: notificationsQuery.queryKey })
    throw problem
  }
}

export const rulesQuery = queryOptions({
  queryKey: ['alert-rules'],
  queryFn: ({ signal }) => api('/api/alert-rules', AlertRules, { signal }),
})

export async function addRule(rule: NewAlertRule): Promise<AlertRule> {
  const added = await api('/api/alert-rules', AlertRule, { method: 'POST', body: rule })
  await queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey })
  return added
}

export async function changeRule(id: string, change: UpdateAlertRule): Promise<void> {
  const changed = await api(`/api/alert-rules/${id}`, AlertRule, { method: 'PATCH', body: change })
  queryClient.setQueryData(
    rulesQuery.queryKey,
    (data) => data && { rules: data.rules.map((rule) => (rule.id === id ? changed : rule)) },
  )
}

export async function removeRule(id: string): Promise<void> {
  await apiResponse(`/api/alert-rules/${id}`, { method: 'DELETE' }).catch(unlessGone)
  queryClient.setQueryData(
    rulesQuery.queryKey,
    (data) => data && { rules: data.rules.filter((rule) => rule.id !== id) },
  )
}

/** When a rule would have fired in the last 30 days. */
export function previewQuery(rule: NewAlertRule | undefined) {
  return queryOptions({
    queryKey: ['alert-rules', 'preview', rule],
    queryFn: ({ signal }) =>
      api('/api/alert-rules/preview', RulePreview, { method: 'POST', body: rule, signal }),
    enabled: rule !== undefined,
    staleTime: 300_000,
  })
}

export const devicesQuery = queryOptions({
  queryKey: ['push-devices'],
  queryFn: ({ signal }) => api('/api/push/subscriptions', PushDevices, { signal }),
})

/** Which of the devices this browser is. */
export const ownDeviceQuery = queryOptions({ queryKey: ['push-devices', 'own'], queryFn: ownFingerprint })

export const pushPublicKey = async () => (await api('/api/push/public-key', PushPublicKey)).publicKey

export async function addDevice(subscription: NewPushSubscription): Promise<PushDevice> {
  const device = await api('/api/push/subscriptions', PushDevice, { method: 'POST', body: subscription })
  await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey })
  return device
}

export async function removeDevice(id: string): Promise<void> {
  await apiResponse(`/api/push/subscriptions/${id}`, { method: 'DELETE' }).catch(unlessGone)
  await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey })
}

export async function testDevice(id: string): Promise<void> {
  await apiResponse(`/api/push/subscriptions/${id}/test`, { method: 'POST', body: {} })
}

/** The chat of an alert, which the first to open its link begins. */
export const openAlertChat = (contextId: string): Promise<Chat> =>
  api('/api/chats', Chat, { method: 'POST', body: { contextId } })

/** Removed already, from another tab or device. */
function unlessGone(problem: unknown): void {
  if (!(problem instanceof ApiProblem && problem.status === 404)) throw problem
}
