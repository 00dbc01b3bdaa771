/** The legal texts, by language: loaded with the page that shows them. */
import type { Locale } from '@sage/db/vocabulary'

export const documentNames = ['terms', 'privacy', 'risk'] as const
export type DocumentName = (typeof documentNames)[number]

export interface Section {
  readonly title: string
  readonly text: string
}

export const documents: Readonly<Record<Locale, Readonly<Record<DocumentName, readonly Section[]>>>> = {
  ko: {
    terms: [
      {
        title: '서비스',
        text: 'Sage.ai는 가상자산을 보유한 분에게 시장 정보와 교육적 설명을 제공하는 AI 멘토입니다. 투자자문업이나 매매 대행이 아니며, 이용자를 대신해 거래하지 않습니다.',
      },
      {
        title: '계정',
        text: 'Google 계정으로 로그인합니다. 계정을 안전하게 지키는 일은 이용자 본인의 책임이며, 설정에서 모든 기기의 로그인을 끝낼 수 있습니다.',
      },
      {
        title: '바른 이용',
        text: '자동화된 대량 요청, 다른 이용자의 정보에 대한 접근 시도, 법을 어기는 목적의 이용은 허용되지 않으며 이용이 제한될 수 있습니다.',
      },
      {
        title: '책임',
        text: '답변은 생성 시점의 시세를 바탕으로 한 정보입니다. 투자 판단과 그 결과는 이용자 본인에게 있습니다.',
      },
    ],
    privacy: [
      {
        title: '보관하는 것',
        text: 'Google이 알려 준 식별자, 이메일, 이름, 사진 주소와 이용자가 나눈 대화, 설정을 보관합니다. 지갑이나 거래소 계정 정보는 받지 않습니다.',
      },
      {
        title: '쓰이는 곳',
        text: '질문에 답하고 대화를 이어 가는 데만 씁니다. 질문은 답변을 만들기 위해 AI 모델 제공자에게 전달되며, 광고에 쓰거나 판매하지 않습니다.',
      },
      {
        title: '지키는 방법',
        text: '전송 구간은 암호화되고, 데이터베이스는 이용자마다 행 단위로 분리되어 다른 이용자가 읽을 수 없습니다.',
      },
      {
        title: '이용자의 권리',
        text: '대화는 언제든 삭제할 수 있습니다. 계정과 보관된 모든 정보의 열람과 삭제를 요청할 수 있습니다.',
      },
    ],
    risk: [
      {
        title: '가격은 크게 움직입니다',
        text: '가상자산의 가격은 짧은 시간에 크게 오르내리며, 투자한 돈을 모두 잃을 수 있습니다.',
      },
      {
        title: '조언이 아닙니다',
        text: '월렛 버핏의 말은 교육과 정보를 위한 것입니다. 수익을 약속하지 않으며, 개인의 사정에 맞춘 투자 권유가 아닙니다.',
      },
      {
        title: '시세의 한계',
        text: '시세는 공개된 거래소 자료를 따르며 늦거나 끊길 수 있습니다. 늦은 값은 늦었다고 표시합니다.',
      },
      {
        title: '빌려서 하지 마십시오',
        text: '레버리지와 빚을 낸 투자는 손실을 키웁니다. 잃어도 생활이 흔들리지 않는 범위에서 결정하십시오.',
      },
    ],
  },
  en: {
    terms: [
      {
        title: 'The service',
        text: 'Sage.ai is an AI mentor that gives people who hold crypto assets market information and educational explanations. It is neither an investment adviser nor a broker, and it never trades for you.',
      },
      {
        title: 'Your account',
        text: 'You sign in with Google. Keeping that account safe is up to you; in the settings you can end your sessions on all devices.',
      },
      {
        title: 'Fair use',
        text: 'Automated mass requests, attempts to reach other people’s data and unlawful purposes are not allowed and may lead to suspension.',
      },
      {
        title: 'Responsibility',
        text: 'Answers are information based on prices at the time they were written. Investment decisions and their results are yours.',
      },
    ],
    privacy: [
      {
        title: 'What we keep',
        text: 'The identifier, email, name and picture address that Google gives us, your conversations and your settings. We take no wallet and no exchange account data.',
      },
      {
        title: 'What it is for',
        text: 'Answering your questions and keeping your chats, nothing else. Questions are passed to the provider of the AI model to make the answer. Nothing is sold or used for advertising.',
      },
      {
        title: 'How it is protected',
        text: 'Connections are encrypted, and the database keeps every user’s rows apart so that nobody else can read them.',
      },
      {
        title: 'Your rights',
        text: 'You can delete chats at any time. You can ask to see or erase your account and everything we keep.',
      },
    ],
    risk: [
      {
        title: 'Prices move a lot',
        text: 'Crypto assets rise and fall sharply within a short time, and you can lose all you put in.',
      },
      {
        title: 'This is not advice',
        text: 'What Wallet Buffett says is for education and information. He promises no return and does not recommend investments for your personal situation.',
      },
      {
        title: 'Limits of the data',
        text: 'Prices follow public exchange data, which may be late or interrupted. Late values are marked as late.',
      },
      {
        title: 'Do not borrow for it',
        text: 'Leverage and debt multiply losses. Decide only about money whose loss would not shake your life.',
      },
    ],
  },
}
