/**
 * `npm run -s eval:grounding -- FILE.jsonl`: runs a corpus of answers through the gate that production uses, each
 * also split in two at every position. Prints one JSON line per case and a summary last; exits with 1 if a case
 * is wrong or a split changes a result, with 2 if the file cannot be read.
 */
import { readFileSync } from 'node:fs'
import { GroundingCase, runCase, splitThatDiffers } from './case.ts'

const file = process.argv[2]
if (file === undefined) {
  console.error('usage: npm run -s eval:grounding -- FILE.jsonl')
  process.exit(2)
}

function readCase(line: string, index: number): GroundingCase {
  try {
    return GroundingCase.parse(JSON.parse(line))
  } catch (error) {
    console.error(`${file}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(2)
  }
}

const cases = readFileSync(file, 'utf8')
  .split('\n')
  .flatMap((line, index) => (line.trim() === '' ? [] : [readCase(line, index)]))
const wrong: string[] = []
const splits: string[] = []
let blocked = 0
let toBlock = 0
let falseBlocks = 0
for (const test of cases) {
  const result = runCase(test, [test.text])
  const differs = splitThatDiffers(test, result)
  console.log(JSON.stringify(differs === undefined ? result : { ...result, splitDiffersAt: differs }))
  if (differs !== undefined) splits.push(test.id)
  if (result.verdict !== test.expect) wrong.push(test.id)
  if (test.expect === 'block') {
    toBlock += 1
    if (result.verdict === 'block') blocked += 1
  } else if (result.verdict === 'block') falseBlocks += 1
}
const toPass = cases.length - toBlock
console.log(
  JSON.stringify({
    cases: cases.length,
    recall: toBlock === 0 ? 1 : blocked / toBlock,
    falseBlocks: toPass === 0 ? 0 : falseBlocks / toPass,
    wrong,
    ...(splits.length === 0 ? {} : { splits }),
  }),
)
process.exitCode = wrong.length > 0 || splits.length > 0 ? 1 : 0
