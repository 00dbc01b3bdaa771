/** "B u y  n o w": words whose letters stand apart are read as the words they are. */
const apart = /(?<![\p{L}\p{N}'’])[a-z](?:[\s.*_-][a-z]){2,}(?![\p{L}\p{N}'’])/giu

export const withoutSpacing = (sentence: string) =>
  /\b[a-z][\s.*_-][a-z][\s.*_-][a-z]\b/i.test(sentence)
    ? sentence.replace(apart, (letters) => letters.replace(/[^a-z]/gi, ''))
    : sentence
