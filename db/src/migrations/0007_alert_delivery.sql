-- The owner of the tables sees rows by policy only; this migration changes some.
ALTER TABLE "users" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "deep_link_contexts" SET "expires_at" = "created_at" + interval '1 day' WHERE "expires_at" IS NULL;--> statement-breakpoint
UPDATE "users" SET "quiet_from" = null, "quiet_to" = null WHERE ("quiet_from" IS NULL) <> ("quiet_to" IS NULL);--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"cursor" uuid,
	"repaired_notifications" integer DEFAULT 0 NOT NULL,
	"repaired_deliveries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "announcements_kind" CHECK ("announcements"."kind" in ('market_event', 'alert_rule', 'digest'))
);
--> statement-breakpoint
ALTER TABLE "announcements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "digests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slot" timestamp (3) with time zone NOT NULL,
	"locale" text NOT NULL,
	"writer" uuid,
	"writing_until" timestamp (3) with time zone,
	"content" text,
	"facts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "digests_once" UNIQUE("slot","locale"),
	CONSTRAINT "digests_locale" CHECK ("digests"."locale" in ('ko', 'en'))
);
--> statement-breakpoint
ALTER TABLE "digests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "used_tokens" (
	"jti" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "used_tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" DROP CONSTRAINT "deep_link_contexts_once";--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
DROP INDEX "deliveries_open";--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ALTER COLUMN "expires_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ADD COLUMN "cause_id" uuid;--> statement-breakpoint
UPDATE "deep_link_contexts" SET "cause_id" = coalesce("event_id", "id");--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ALTER COLUMN "cause_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "unsure" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "due_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "symbol" text;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "direction" text;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "in_app" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "push" text DEFAULT 'on' NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "notification_choices" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "followed_coins" text[] DEFAULT '{"BTC","ETH","SOL","BNB","DOGE","XRP"}' NOT NULL;--> statement-breakpoint
CREATE INDEX "used_tokens_expired" ON "used_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("status","due_at") WHERE "deliveries"."status" in ('queued', 'dead');--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ADD CONSTRAINT "deep_link_contexts_once" UNIQUE("user_id","cause_id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_symbol" CHECK ("notifications"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_direction" CHECK ("notifications"."direction" in ('up', 'down'));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_in_app" CHECK ("notifications"."in_app" in ('on', 'silent', 'off'));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_push" CHECK ("notifications"."push" in ('on', 'silent', 'off'));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('market_event', 'alert_rule', 'digest', 'test'));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_quiet_hours" CHECK (("users"."quiet_from" is null) = ("users"."quiet_to" is null));--> statement-breakpoint
CREATE POLICY "announcements_service" ON "announcements" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "digests_service" ON "digests" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "used_tokens_service" ON "used_tokens" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
UPDATE "users" SET "notification_choices" =
	CASE WHEN "notify_moves" THEN '{}' ELSE '{"market_event": {"app": "off", "push": "off"}}' END::jsonb ||
	CASE WHEN "notify_rules" THEN '{}' ELSE '{"alert_rule": {"app": "off", "push": "off"}}' END::jsonb
	WHERE NOT ("notify_moves" AND "notify_rules");--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "notify_moves";--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "notify_rules";--> statement-breakpoint
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "announcements" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "digests" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "used_tokens" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT UPDATE (notification_choices, followed_coins) ON users TO sage_user;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON announcements, digests, used_tokens TO sage_service;
