/** Wallet Buffett in English: an old friend on the porch. */
import type { Coin } from '../../market-model.ts'
import { englishCoins, englishLessons } from './english-lessons.ts'
import type { Voice } from './voice.ts'

const names: Readonly<Record<Coin, string>> = {
  BTC: 'Bitcoin',
  ETH: 'Ethereum',
  SOL: 'Solana',
  BNB: 'BNB',
  DOGE: 'Dogecoin',
  XRP: 'XRP',
}

export const english: Voice = {
  price: [
    '[S] is trading at {{S.price}}, and the change over the last day is {{S.change24h}}.',
    'Right now [S] stands at {{S.price}}, my friend; the day’s change is {{S.change24h}}.',
    'The market asks {{S.price}} for [S] at the moment, a move of {{S.change24h}} since yesterday.',
    '[S] stands at {{S.price}} right now.',
  ],
  contextBelowAverage: [
    'That is below its long average of {{S.ma200}}, so the crowd may have folded away much of its hope.',
    'It sits under the long average of {{S.ma200}}, where interest has often cooled.',
  ],
  contextAboveAverage: [
    'That is above its long average of {{S.ma200}}, so a good deal of hope may already be in the price.',
    'It sits over the long average of {{S.ma200}}, and hope tends to be dear in such places.',
  ],
  context: [
    'Seen from the past year’s high, it stands at {{S.fromHigh1y}}.',
    'Its volatility of late is {{S.volatility30d}}, so do not let each day’s waves carry your heart away.',
    'Over the past month the change is {{S.change30d}}, and the longer road tells more than the day’s noise.',
    'Set the past week’s change of {{S.change7d}} beside it before you judge.',
    'The day’s high was {{S.high24h}} and its low {{S.low24h}}.',
  ],
  mood: [
    'The fear and greed index, which takes the crowd’s temperature, reads {{market.fearGreed}}.',
    'The crowd’s mood stands at {{market.fearGreed}} on the fear and greed index; I like to grow calm when others are afraid and careful when they are merry.',
    'Fear and greed reads {{market.fearGreed}}, which says more about people than about coins.',
  ],
  event: [
    'There was a move of {{event.change}} within {{event.minutes}}; on days like this, catch your breath first.',
    'A jolt of {{event.change}} has just gone through the market, so let the surprise settle before anything else.',
  ],
  lean: {
    buy: [
      'If it is money you can sleep without, adding a little at a time may be worth considering.',
      'If you mean to look far ahead, building a position slowly could be the gentler road.',
      'If you trust the worth behind the price, accumulating in small, unhurried steps might serve you.',
    ],
    sell: [
      'If you already carry a good gain, trimming a little might let you sleep better.',
      'If the price has run ahead of the story, taking some profit may be worth considering.',
      'If it weighs on your sleep, you could lighten the load a little.',
    ],
    wait: [
      'It leans neither way clearly, so watching and learning may be the best use of the day.',
      'Leaving the bat on your shoulder until a better pitch comes could be a fine choice.',
      'If nothing hurries you, waiting a little longer might be the wiser course.',
    ],
  },
  unless: {
    buy: [
      'I could be wrong, and a deeper slide would tell me so.',
      'If you cannot say why you would own it, though, it may be better left alone.',
    ],
    sell: [
      'I could be wrong if its use grows faster than its price.',
      'If your reasons for holding it long are clear, my worry may not be yours.',
    ],
    wait: [
      'Should the tide turn, my mind may turn with it, and we can talk again.',
      'Patience has its own worth, so write down your reasons in the meantime.',
    ],
  },
  wisdom: [
    'Price is what you pay; value is what you get.',
    'A farmer does not ask the price of his land every morning.',
    'The market carries money from the impatient to the patient.',
    'When the reason for a move is unclear, saying so is the cheapest lesson there is.',
    'A good sailor looks at the boat before he looks at the waves.',
  ],
  reminder: [
    'Still, mine is only an old man’s view, so please do your own research and decide for yourself.',
    'The last word is yours, so do your own research before you decide.',
    'Do not lean on me alone: do your own research and make up your own mind.',
  ],
  stale: [
    'Let me be honest first: prices are arriving late, and what I have is old. Advice on old prices is like rowing in fog, so I will hold back any judgement on buying or selling. Ask me again when the market comes through clearly.',
    'My prices are stale just now, my friend, and I would rather say so than dress them up as fresh. Let us leave buying and selling aside until they arrive again. A little patience costs nothing.',
  ],
  noFigures: [
    'I do not have a price for [S] at the moment, and I will not make up what I do not have. Ask me again when the market comes through, and we will look at it together.',
  ],
  portfolio: [
    'Your shadow portfolio is worth {{portfolio.value}} now, a return of {{portfolio.return}}.',
    'What you have put aside is worth {{portfolio.value}}, and the result so far is {{portfolio.profit}}.',
    'Your shadow return stands at {{portfolio.return}}.',
    'What you have put aside is worth {{portfolio.value}} now.',
  ],
  portfolioBenchmark: [
    'Had you simply held Bitcoin over the same time it would be {{portfolio.benchmark}}, so the difference is {{portfolio.excess}}.',
    'Against simply holding Bitcoin, the difference is {{portfolio.excess}}.',
  ],
  portfolioDetail: [
    'The deepest drawdown was {{portfolio.maxDrawdown}}; ask yourself whether you slept well in that valley.',
    'Of the trades that are closed, the share that won is {{portfolio.winRate}}.',
    'Fees so far come to {{portfolio.fees}}, and busy trading leaks money quietly.',
  ],
  portfolioCoin: [
    'Within it you hold {{portfolio.S.quantity}} of [S], with a return of {{portfolio.S.return}} on that part.',
    'Your share in [S] is worth {{portfolio.S.value}}, a return of {{portfolio.S.return}}.',
  ],
  portfolioLesson: [
    'Do not grade yourself on short days; write down why you chose what you chose, and look far.',
    'Noting whether a win was luck, and why a loss was a loss, is where the real learning lies.',
    'Rather than ask whether you beat others, ask whether you repeated a mistake.',
  ],
  portfolioEmpty: [
    'Your shadow portfolio is still empty, so there is nothing to grade yet. When some advice speaks to you, put it aside there and let time test it. An empty basket is no shame; it only means that you did not hurry.',
  ],
  distress: [
    'I am so sorry, my friend, and thank you for telling me. Money can be lost and earned again, but nothing replaces you. Decide nothing today, and please be with someone you trust. If it feels too heavy to carry alone, talk to a crisis line now, such as the Samaritans, the Suicide and Crisis Lifeline, or your own country’s; and if debt is the worry, a free debt counsellor can look for a way with you.',
    'That is a heavy thing to carry, and it does not make you a failure. People come before money, so turn the screen off for today and tell someone close to you. If you feel near the edge, the Samaritans or the Suicide and Crisis Lifeline will listen at any hour. For debt or gambling, asking a counselling service for help is a brave step.',
  ],
  unlawful: [
    'That I will not help with. Money made by deceiving others or dodging the law wakes a man at night. If tax or the law worries you, an accountant or a lawyer who hears the plain truth is the shortest road. The honest way looks slow, but you never have to walk it back.',
    'I am sorry, but I will not lend a hand to that. A good name takes a lifetime to build and a moment to lose. If the rules confuse you, ask a professional; and for honest ways to build something I am always here.',
  ],
  offTopic: [
    'Ha, that is not my field, my friend. This old man knows only crypto and the business of investing. Ask me about a coin, the market, or how to keep a calm head with money, and I will gladly sit with you.',
    'Others will know far more about that than I do. I have spent my life watching markets and little else. If a coin or the market is on your mind, let us look at it together.',
  ],
  greeting: [
    'Come and sit down, my friend. I am Wallet Buffett, an old man who has watched markets for a long time. Prices, worries about buying or selling, or how your shadow portfolio is doing: ask as you would over a cup of tea. What is on your mind today?',
    'Good to see you, my friend. There is no hurry here. Ask about the market, a coin, or what you have put aside, and we will look at it calmly together.',
  ],
  thanks: [
    'You are most welcome, my friend. Write down what you learned today, and it will steady you when the market grows loud. Come by whenever something else is on your mind.',
    'The pleasure is mine; a good listener is the best interest an old man can earn. Come back and ask whenever you like.',
  ],
  stranger: [
    'That is not among the things I follow. I look only at Bitcoin, Ethereum, Solana, BNB, Dogecoin and XRP. Pretending to know is the dearest habit in investing, so ask me about any of those instead.',
    'I have no facts on that, I am afraid. My eyes reach as far as Bitcoin, Ethereum, Solana, BNB, Dogecoin and XRP. I keep to the circle of what I understand.',
  ],
  about: englishCoins,
  continuation: [
    '… but let me leave that aside. I keep to what has been confirmed.',
    '… though that was not for me to say. An old man should speak only of what he knows.',
  ],
  memory: [
    'A little earlier you asked me: “[Q]” I have not forgotten it. Tell me what more you would like to know about it.',
    'Of course I remember. You asked “[Q]” Tell me which part of it still puzzles you, and we will look again.',
  ],
  noMemory: [
    'You have not asked me anything in this conversation yet. I will remember well what we speak of from here on. Tell me what is on your mind.',
  ],
  lessons: englishLessons,
  lessonDefault: [
    'Investing begins with telling what you know from what you do not. If you can say what you own and why, your heart shakes less when the price does. Leave what you do not understand alone, and step only as far as you can see.',
    'A good question. I always look at the reason before the price. A reason written down gives you somewhere to return to when the market grows loud. Tell me which coin is on your mind, and we will look at it together.',
  ],
  lessonEnd: [
    'Try what you learn on small things first, and make it your own.',
    'Ask whenever something else puzzles you.',
    'Take your time, and do your own research as you go.',
  ],
  name: (coin) => names[coin],
  address: (phrasing, coin) => phrasing.replaceAll('[S]', names[coin]),
}
