import { describe, expect, it } from 'vitest'
import { contractions } from './expanding.ts'

describe('takes something away', () => {
  it.each([
    'DROP TABLE "chats"',
    'ALTER TABLE "users" DROP COLUMN "name"',
    'ALTER TABLE "users" DROP CONSTRAINT "users_email"',
    'ALTER TABLE users RENAME COLUMN name TO title',
    'ALTER TABLE "users" RENAME TO "people"',
    'ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL',
    'ALTER TABLE "users" ALTER COLUMN "name" SET DATA TYPE varchar(10)',
    'ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT',
    'ALTER TABLE "users" ADD COLUMN "x" text NOT NULL',
    'ALTER TABLE "users" ADD CONSTRAINT "x" CHECK (name <> \'\')',
    'CREATE UNIQUE INDEX "x" ON "users" USING btree ("name")',
    'REVOKE INSERT ON user_consents FROM sage_user',
    'DELETE FROM users',
    'DROP POLICY "x" ON "users"',
  ])('%s', (statement) => {
    expect(
      contractions(`CREATE TABLE "other" ("id" uuid);--> statement-breakpoint\n${statement};`),
    ).toHaveLength(1)
  })
})

describe('only adds', () => {
  it.each([
    'ALTER TABLE "users" ADD COLUMN "x" text',
    'ALTER TABLE "users" ADD COLUMN "x" text DEFAULT \'a\' NOT NULL',
    'CREATE INDEX "x" ON "users" USING btree ("name")',
    'GRANT SELECT ON users TO sage_user',
    'REVOKE ALL ON FUNCTION f() FROM PUBLIC',
    'CREATE TABLE "t" ("a" text NOT NULL); ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a <> \'\')',
    'CREATE TABLE "t" ("a" text); CREATE UNIQUE INDEX "u" ON "t" USING btree ("a")',
    '-- DROP TABLE users\nCREATE FUNCTION f() RETURNS void AS $$ DELETE FROM t; $$ LANGUAGE sql',
  ])('%s', (statement) => {
    expect(contractions(statement)).toEqual([])
  })
})
