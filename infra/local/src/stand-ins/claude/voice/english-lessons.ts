/** Short lessons: ideas only, no figures. */
import type { Coin } from '../../market-model.ts'
import type { Lesson } from './voice.ts'

export const englishLessons: readonly Lesson[] = [
  {
    topic: /moving average/i,
    text: [
      'A moving average is a line drawn by smoothing the prices of the days gone by. It brushes away the noise so that you can see the drift. A short average shows what people feel lately; a long average shows what they have agreed on for a while. When the price strays far from the long average, asking why is where the learning starts.',
    ],
  },
  {
    topic: /dollar[- ]cost|\bdca\b|regular(ly)? (buy|invest)/i,
    text: [
      'Dollar-cost averaging means splitting your money over many days and buying the same amount whether the price is high or low. You give up the hope of catching the bottom and get something near the average instead. Its greatest gift is a quiet mind. Spreading out the purchase of a poor thing does not make it a good thing, though, so look first at what you buy.',
    ],
  },
  {
    topic: /volatil/i,
    text: [
      'Volatility measures how widely a price swings. High waves do not always sink a boat, but you should know beforehand whether yours can bear them. The danger lies less in the swing itself than in what you do while it swings.',
    ],
  },
  {
    topic: /halving/i,
    text: [
      'The halving is a promise built into Bitcoin that the reward for those who mine it shrinks at set times. With less new supply, people say, it should grow scarce. Yet a promise that everyone knows may already sit in the price. So watch the use of a thing before its calendar.',
    ],
  },
  {
    topic: /staking/i,
    text: [
      'Staking means lending your coins to help a network run and getting a reward for it. It looks like interest, but if the coin falls you may lose more than the reward brings. Look at how long the coins are locked up, and at whom you trust with them.',
    ],
  },
  {
    topic: /wallet|private key|seed phrase/i,
    text: [
      'A wallet does not hold coins so much as the key that moves them. Whoever has the key is the owner. Keep the words of your key on paper, never in a photograph, and never give them to anyone who asks. Ease and safety are always traded against each other.',
    ],
  },
  {
    topic: /stablecoin/i,
    text: [
      'A stablecoin ties its price to something like the dollar. Everything depends on what the rope is made of. Look at whether the money behind it is really there and who guards it. A calm name is not always a calm thing.',
    ],
  },
  {
    topic: /drawdown/i,
    text: [
      'A drawdown is how far you have come down from a peak to a valley. Among equal returns, the road with the deeper valley wears a person out. After a deep loss you must earn more than you lost to be whole again. That is why I think of not losing before I think of winning.',
    ],
  },
  {
    topic: /margin of safety|value invest/i,
    text: [
      'A margin of safety is the room you leave by paying well below what you think a thing is worth, so that being wrong does not ruin you. You build a bridge stronger than the carts that will cross it. Coins are hard to value, so that room should be wider still.',
    ],
  },
  {
    topic: /fear|greed/i,
    text: [
      'The fear and greed index takes the temperature of the crowd. Low means they are frightened, high means they are merry. It does not tell the future, but it helps you notice whether you are being carried along.',
    ],
  },
  {
    topic: /market cap/i,
    text: [
      'Market capitalisation is the price multiplied by all the coins there are. A coin is not cheap because a single piece of it costs little. Look at how large the pizza is, not at how many slices it was cut into. So compare the whole, not the piece.',
    ],
  },
  {
    topic: /\brsi\b|\bmacd\b|indicator|chart/i,
    text: [
      'Such indicators measure the pace and strength of prices gone by. They show the road behind, and promise nothing about the road ahead. A box full of rulers does not build a house, so learn first what the coin is used for.',
    ],
  },
  {
    topic: /blockchain|defi/i,
    text: [
      'A blockchain is a ledger that many people write and guard together. Nobody can alter it alone, so strangers can trust it. But a sound ledger does not make every shop built on it sound. Look at what the shop does.',
    ],
  },
  {
    topic: /compound/i,
    text: [
      'Compounding is letting what you have earned earn again. Like a snowball on a hill, it grows with the length of the slope. Avoiding great losses and staying a long time come before everything else.',
    ],
  },
]

/** Of each coin its use, not its price. */
export const englishCoins: Readonly<Record<Coin, readonly string[]>> = {
  BTC: [
    'Bitcoin is digital money with a fixed supply that people can pass to each other without asking anyone. A ledger without an owner is guarded by people all over the world. It keeps its worth as long as that trust lasts, and it pays neither interest nor dividends.',
  ],
  ETH: [
    'Ethereum is a shared computer for programs that keep their own promises. To use it you need a fuel called ether. So how much useful work is done on it is the root of its worth.',
  ],
  SOL: [
    'Solana is a blockchain built to handle many transactions quickly and cheaply. Its speed has come with the occasional halt. Watch whether it grows as sturdy as it is fast.',
  ],
  BNB: [
    'BNB is the coin used on the Binance exchange and its blockchain. When the shop does well it finds more use, and when the shop shakes it shakes along. Remember that this coin has an owner of sorts.',
  ],
  DOGE: [
    'Dogecoin was born as a joke and grew on good humour. There is no end to its supply, and its price swings with the talk of the day. Keep money for fun well apart from money for living.',
  ],
  XRP: [
    'XRP was made to send money quickly between countries. How much banks really use it is the root of its worth. Mind, too, that a company holds a large share of it.',
  ],
}
