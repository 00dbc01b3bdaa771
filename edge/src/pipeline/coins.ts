/** How people call the six coins, in Korean and in English, slang included. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'

/** Latin names match whole words only: "solid" is not SOL. Korean ones may carry a particle. */
const names: Readonly<Record<CoinSymbol, RegExp>> = {
  BTC: /\b(?:btc|xbt|bitcoins?)\b|비트(?!겟|파|박)|비코|비티씨/i,
  ETH: /\b(?:eth|ether|ethereum)\b|이더(?!넷)|이더리움/i,
  SOL: /\b(?:sol|solana)\b|솔라나|(?:^|[^가-힣])솔(?=$|[^가-힣]|은|이|을|도|의|값|가격)/i,
  BNB: /\b(?:bnb|binance\s*coin)\b|바이낸스\s*코인|비앤비/i,
  DOGE: /\b(?:doge|dogecoin|shiba\s*doge)\b|도지/i,
  XRP: /\b(?:xrp|ripple)\b|리플(?!레이)|엑스알피/i,
}

/** The coins that `text` names, in the order of the vocabulary. */
export function coinsIn(text: string): CoinSymbol[] {
  return coinSymbols.filter((symbol) => names[symbol].test(text))
}
