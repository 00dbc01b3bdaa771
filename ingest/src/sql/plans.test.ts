import { loadModule } from 'libpg-query'
import { beforeAll, expect, it } from 'vitest'
import { Plans } from './plans.ts'

beforeAll(loadModule)

it('a statement that comes again is kept prepared under a name of its own', () => {
  const plans = new Plans()
  expect(plans.of('select 1').name).toBeUndefined()
  const name = plans.of('select 1').name
  expect(name).toBeDefined()
  expect(plans.of('select 1').name).toBe(name)
  plans.of('select 2')
  expect(plans.of('select 2').name).not.toBe(name)
})

it('a refused statement stays refused and gets no name', () => {
  const plans = new Plans()
  for (let time = 0; time < 3; time += 1) {
    expect(plans.of('commit')).toMatchObject({ verdict: { status: 'refused' } })
    expect(plans.of('commit').name).toBeUndefined()
  }
})

it('a flood of different statements fills neither memory nor the connections, and takes no name away', () => {
  const plans = new Plans()
  plans.of('select id from chats')
  const name = plans.of('select id from chats').name
  const names = new Set<string>()
  for (let index = 0; index < 3000; index += 1) {
    plans.of(`select ${index}`)
    names.add(plans.of(`select ${index}`).name ?? '')
  }
  expect(names.size).toBe(500)
  expect(plans.of('select id from chats').name).toBe(name)
})
