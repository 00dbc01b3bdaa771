/** Every word of the first load in Korean; further ones are in `chapters`. The English catalogue has the same keys. */
import type { ChapterKey } from './chapters.ts'

export const ko = {
  'app.name': 'Sage.ai',
  'app.skip': '본문으로 건너뛰기',
  'app.retry': '다시 시도',
  'app.loading': '불러오는 중',
  'app.broken.title': '화면을 그리다 멈췄습니다',
  'app.broken.text': '저희 쪽 문제입니다. 새로 고침하면 대화는 그대로 있습니다.',
  'app.broken.reload': '새로 고침',
  'app.offline': '오프라인입니다. 연결되면 이어집니다.',
  'app.undo': '되돌리기',

  'nav.main': '주 메뉴',
  'nav.palette': '빠른 이동 (Ctrl K)',
  'nav.chat': '대화',
  'nav.market': '시세',
  'nav.portfolio': '포트폴리오',
  'nav.notifications': '알림',
  'nav.settings': '설정',

  'chats.title': '대화',
  'chats.recent': '최근 대화',
  'chats.new': '새 대화',
  'chats.untitled': '제목 없는 대화',
  'chats.empty': '아직 대화가 없습니다.',
  'chats.failed': '대화 목록을 불러오지 못했습니다.',
  'chats.more': '더 보기',
  'chats.writing': '답변을 쓰는 중',
  'chats.unread': '새 답변',
  'chats.search': '대화 검색',
  'chats.search.clear': '검색어 지우기',
  'chats.search.none': '“{text}”이(가) 나온 대화가 없습니다.',
  'chats.search.found': '{count}개의 대화',
  'chats.search.failed': '검색하지 못했습니다.',
  'chats.deleted': '대화를 삭제했습니다.',
  'chats.delete.failed': '삭제하지 못했습니다. 다시 시도해 주세요.',
  'chats.opening': '대화를 여는 중…',
  'chats.open.failed': '새 대화를 열지 못했습니다. 질문은 그대로 남아 있습니다.',

  'chat.greeting': '무엇이 궁금한가, 자네?',
  'chat.greeting.text': '지금의 시세를 곁에 두고 이야기하겠네. 숫자는 모두 출처가 있다네.',
  'chat.suggest.title': '이렇게 물어보세요',
  'chat.suggest.1': 'BTC 어때?',
  'chat.suggest.2': '지금 시장 분위기를 쉽게 설명해 줘',
  'chat.suggest.3': 'ETH를 지금 더 사도 될까?',
  'chat.suggest.4': '코인 투자를 처음 시작할 때 무엇부터 봐야 해?',
  'chat.composer': '질문',
  'chat.composer.placeholder': '월렛 버핏에게 물어보세요',
  'chat.send': '보내기',
  'chat.stop': '멈추기',
  'chat.stopping': '멈추는 중…',
  'chat.counter': '{count} / {max}자',
  'chat.tooLong': '{count}자를 줄여 주세요.',
  'chat.disclaimer': '정보 제공일 뿐 투자 권유가 아닙니다.',

  'fact.venue.binance': 'Binance',
  'fact.venue.gate': 'Gate.io',
  'fact.venue.alternative.me': 'alternative.me',
  'fact.venue.sage': 'Sage 그림자 포트폴리오',

  'market.replay': '재생 시세',
  'market.replay.text': '실제 거래소가 아니라 재생 중인 연습용 시세입니다.',
  'market.ticker': '실시간 시세',
  'market.reconnecting': '시세를 다시 연결하는 중',
  'market.stale': '지연',
  'market.gone': '시세 없음',
  'market.up': '상승',
  'market.down': '하락',

  'fearGreed.title': '공포·탐욕 지수',
  'fearGreed.band.extremeFear': '극단적 공포',
  'fearGreed.band.fear': '공포',
  'fearGreed.band.neutral': '중립',
  'fearGreed.band.greed': '탐욕',
  'fearGreed.band.extremeGreed': '극단적 탐욕',

  'status.failed': '상태를 확인하지 못했습니다. 서비스가 응답하지 않을 수 있습니다.',

  'notFound.title': '길을 잘못 들었네',
  'notFound.text': '찾는 페이지가 없습니다.',
  'notFound.home': '처음으로',
} as const

/** The words that are always there. */
export type Core = Readonly<Record<keyof typeof ko, string>>
export type MessageKey = keyof typeof ko | ChapterKey
export type Catalogue = Core & Readonly<Partial<Record<ChapterKey, string>>>
