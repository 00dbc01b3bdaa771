CREATE TABLE "alert_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"symbol" text,
	"threshold" numeric NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"once" boolean DEFAULT false NOT NULL,
	"armed" boolean DEFAULT true NOT NULL,
	"last_fired_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_rules_kind" CHECK ("alert_rules"."kind" in ('price_above', 'price_below', 'move_percent', 'fear_greed_above', 'fear_greed_below')),
	CONSTRAINT "alert_rules_symbol" CHECK ("alert_rules"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP')),
	CONSTRAINT "alert_rules_coin" CHECK (("alert_rules"."symbol" is null) = ("alert_rules"."kind" in ('fear_greed_above', 'fear_greed_below'))),
	CONSTRAINT "alert_rules_threshold" CHECK ("alert_rules"."threshold" > 0)
);
--> statement-breakpoint
ALTER TABLE "alert_rules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "candles_1d" (
	"symbol" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"venue" text NOT NULL,
	"open" numeric NOT NULL,
	"high" numeric NOT NULL,
	"low" numeric NOT NULL,
	"close" numeric NOT NULL,
	"volume" numeric NOT NULL,
	"quote_volume" numeric NOT NULL,
	"source" text NOT NULL,
	"fence" bigint NOT NULL,
	CONSTRAINT "candles_1d_symbol_at_pk" PRIMARY KEY("symbol","at"),
	CONSTRAINT "candles_1d_source" CHECK ("candles_1d"."source" in ('trades', 'klines'))
);
--> statement-breakpoint
CREATE TABLE "candles_1h" (
	"symbol" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"venue" text NOT NULL,
	"open" numeric NOT NULL,
	"high" numeric NOT NULL,
	"low" numeric NOT NULL,
	"close" numeric NOT NULL,
	"volume" numeric NOT NULL,
	"quote_volume" numeric NOT NULL,
	"source" text NOT NULL,
	"fence" bigint NOT NULL,
	CONSTRAINT "candles_1h_symbol_at_pk" PRIMARY KEY("symbol","at"),
	CONSTRAINT "candles_1h_source" CHECK ("candles_1h"."source" in ('trades', 'klines'))
);
--> statement-breakpoint
CREATE TABLE "candles_1m" (
	"symbol" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"venue" text NOT NULL,
	"open" numeric NOT NULL,
	"high" numeric NOT NULL,
	"low" numeric NOT NULL,
	"close" numeric NOT NULL,
	"volume" numeric NOT NULL,
	"quote_volume" numeric NOT NULL,
	"source" text NOT NULL,
	"fence" bigint NOT NULL,
	CONSTRAINT "candles_1m_symbol_at_pk" PRIMARY KEY("symbol","at"),
	CONSTRAINT "candles_1m_source" CHECK ("candles_1m"."source" in ('trades', 'klines'))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"context_id" uuid,
	"unread" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chats_with_owner" UNIQUE("id","user_id")
);
--> statement-breakpoint
ALTER TABLE "chats" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deep_link_contexts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"event_id" uuid,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "deep_link_contexts_once" UNIQUE("user_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"channel" text NOT NULL,
	"notification_id" uuid,
	"subscription_id" uuid,
	"event_id" uuid,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deliveries_push_once" UNIQUE("notification_id","subscription_id"),
	CONSTRAINT "deliveries_event_once" UNIQUE("channel","event_id"),
	CONSTRAINT "deliveries_channel" CHECK ("deliveries"."channel" in ('push', 'discord')),
	CONSTRAINT "deliveries_status" CHECK ("deliveries"."status" in ('queued', 'sent', 'gone', 'dead')),
	CONSTRAINT "deliveries_target" CHECK (case "deliveries"."channel" when 'push' then "deliveries"."notification_id" is not null and "deliveries"."subscription_id" is not null else "deliveries"."event_id" is not null end)
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fear_greed" (
	"day" date PRIMARY KEY NOT NULL,
	"value" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "fear_greed_value" CHECK ("fear_greed"."value" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "feed_fence" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"fence" bigint NOT NULL,
	CONSTRAINT "feed_fence_only" CHECK ("feed_fence"."singleton")
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"component" text NOT NULL,
	"summary" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "market_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"symbol" text,
	"direction" text NOT NULL,
	"change_percent" numeric,
	"price" numeric,
	"reference_price" numeric,
	"venue" text,
	"minutes" integer,
	"value" smallint,
	"previous_value" smallint,
	"at" timestamp (3) with time zone NOT NULL,
	"fence" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "market_events_key_unique" UNIQUE("key"),
	CONSTRAINT "market_events_kind" CHECK ("market_events"."kind" in ('move', 'fear_greed')),
	CONSTRAINT "market_events_symbol" CHECK ("market_events"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP')),
	CONSTRAINT "market_events_direction" CHECK ("market_events"."direction" in ('up', 'down'))
);
--> statement-breakpoint
CREATE TABLE "message_feedback" (
	"message_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"rating" text NOT NULL,
	"comment" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_feedback_message_id_user_id_pk" PRIMARY KEY("message_id","user_id"),
	CONSTRAINT "message_feedback_rating" CHECK ("message_feedback"."rating" in ('up', 'down'))
);
--> statement-breakpoint
ALTER TABLE "message_feedback" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"chat_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"parent_id" uuid,
	"turn_id" uuid,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"content" text NOT NULL,
	"parts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"facts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"corrected" boolean DEFAULT false NOT NULL,
	"mentor" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_with_owner" UNIQUE("id","user_id"),
	CONSTRAINT "messages_role" CHECK ("messages"."role" in ('user', 'assistant')),
	CONSTRAINT "messages_status" CHECK ("messages"."status" in ('running', 'done', 'stopped', 'failed')),
	CONSTRAINT "messages_mentor" CHECK ("messages"."mentor" in ('claude', 'demo'))
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"event_id" uuid,
	"rule_id" uuid,
	"context_id" uuid,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"read_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notifications_once" UNIQUE("user_id","key"),
	CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('market_event', 'alert_rule', 'test'))
);
--> statement-breakpoint
ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "portfolios" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "portfolios_with_owner" UNIQUE("id","user_id"),
	CONSTRAINT "portfolios_name" UNIQUE("user_id","name")
);
--> statement-breakpoint
ALTER TABLE "portfolios" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"user_agent" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_success_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "push_subscriptions_endpoint" UNIQUE("endpoint")
);
--> statement-breakpoint
ALTER TABLE "push_subscriptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "risk_reviews" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"turn_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"by" text NOT NULL,
	"recommendation" text NOT NULL,
	"issues" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "risk_reviews_by" CHECK ("risk_reviews"."by" in ('gate', 'risk')),
	CONSTRAINT "risk_reviews_recommendation" CHECK ("risk_reviews"."recommendation" in ('approve', 'revise', 'reject'))
);
--> statement-breakpoint
ALTER TABLE "risk_reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions_revoked" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"session_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone DEFAULT now() + interval '30 days' NOT NULL,
	CONSTRAINT "sessions_revoked_once" UNIQUE("user_id","session_id")
);
--> statement-breakpoint
ALTER TABLE "sessions_revoked" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shadow_closes" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"trade_id" uuid NOT NULL,
	"quantity" numeric NOT NULL,
	"exit_price" numeric NOT NULL,
	"fee" numeric NOT NULL,
	"venue" text NOT NULL,
	"tick_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shadow_closes_venue" CHECK ("shadow_closes"."venue" in ('binance', 'gate')),
	CONSTRAINT "shadow_closes_amounts" CHECK ("shadow_closes"."quantity" > 0 and "shadow_closes"."exit_price" > 0 and "shadow_closes"."fee" >= 0)
);
--> statement-breakpoint
ALTER TABLE "shadow_closes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shadow_trades" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"portfolio_id" uuid NOT NULL,
	"signal_id" uuid,
	"symbol" text NOT NULL,
	"side" text NOT NULL,
	"quantity" numeric NOT NULL,
	"entry_price" numeric NOT NULL,
	"fee" numeric NOT NULL,
	"venue" text NOT NULL,
	"tick_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shadow_trades_with_owner" UNIQUE("id","user_id"),
	CONSTRAINT "shadow_trades_once" UNIQUE("portfolio_id","signal_id"),
	CONSTRAINT "shadow_trades_symbol" CHECK ("shadow_trades"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP')),
	CONSTRAINT "shadow_trades_side" CHECK ("shadow_trades"."side" in ('buy', 'sell')),
	CONSTRAINT "shadow_trades_venue" CHECK ("shadow_trades"."venue" in ('binance', 'gate')),
	CONSTRAINT "shadow_trades_amounts" CHECK ("shadow_trades"."quantity" > 0 and "shadow_trades"."entry_price" > 0 and "shadow_trades"."fee" >= 0)
);
--> statement-breakpoint
ALTER TABLE "shadow_trades" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "signals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid,
	"turn_id" uuid,
	"symbol" text NOT NULL,
	"action" text NOT NULL,
	"confidence" text NOT NULL,
	"reasoning" text NOT NULL,
	"fact_ids" text[] DEFAULT '{}' NOT NULL,
	"price" numeric NOT NULL,
	"venue" text NOT NULL,
	"tick_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "signals_symbol" CHECK ("signals"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP')),
	CONSTRAINT "signals_action" CHECK ("signals"."action" in ('buy', 'sell')),
	CONSTRAINT "signals_confidence" CHECK ("signals"."confidence" in ('low', 'medium', 'high')),
	CONSTRAINT "signals_venue" CHECK ("signals"."venue" in ('binance', 'gate')),
	CONSTRAINT "signals_price" CHECK ("signals"."price" > 0)
);
--> statement-breakpoint
ALTER TABLE "signals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "turns" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"chat_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_message_id" uuid NOT NULL,
	"assistant_message_id" uuid NOT NULL,
	"status" text NOT NULL,
	"intent" text,
	"failure_code" text,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"cost_usd" numeric DEFAULT '0' NOT NULL,
	"timings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"calls" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "turns_with_owner" UNIQUE("id","user_id"),
	CONSTRAINT "turns_status" CHECK ("turns"."status" in ('running', 'done', 'stopped', 'failed')),
	CONSTRAINT "turns_intent" CHECK ("turns"."intent" in ('market_data', 'advice', 'portfolio', 'general', 'distress', 'unlawful', 'off_topic'))
);
--> statement-breakpoint
ALTER TABLE "turns" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "user_consents" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"document" text NOT NULL,
	"version" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "user_consents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"google_sub" text NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"image" text,
	"role" text DEFAULT 'user' NOT NULL,
	"locale" text DEFAULT 'ko' NOT NULL,
	"time_zone" text DEFAULT 'Asia/Seoul' NOT NULL,
	"risk_profile" text DEFAULT 'balanced' NOT NULL,
	"notify_moves" boolean DEFAULT true NOT NULL,
	"notify_rules" boolean DEFAULT true NOT NULL,
	"quiet_from" time,
	"quiet_to" time,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	CONSTRAINT "users_google_sub_unique" UNIQUE("google_sub"),
	CONSTRAINT "users_role" CHECK ("users"."role" in ('user', 'admin')),
	CONSTRAINT "users_locale" CHECK ("users"."locale" in ('ko', 'en')),
	CONSTRAINT "users_risk_profile" CHECK ("users"."risk_profile" in ('conservative', 'balanced', 'aggressive'))
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_context" FOREIGN KEY ("context_id") REFERENCES "public"."deep_link_contexts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ADD CONSTRAINT "deep_link_contexts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deep_link_contexts" ADD CONSTRAINT "deep_link_contexts_event_id_market_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."market_events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notification_id_notifications_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notifications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscription_id_push_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."push_subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_event_id_market_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."market_events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_message" FOREIGN KEY ("message_id","user_id") REFERENCES "public"."messages"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_chat" FOREIGN KEY ("chat_id","user_id") REFERENCES "public"."chats"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_event_id_market_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."market_events"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_context_id_deep_link_contexts_id_fk" FOREIGN KEY ("context_id") REFERENCES "public"."deep_link_contexts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_reviews" ADD CONSTRAINT "risk_reviews_turn" FOREIGN KEY ("turn_id","user_id") REFERENCES "public"."turns"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions_revoked" ADD CONSTRAINT "sessions_revoked_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_closes" ADD CONSTRAINT "shadow_closes_trade" FOREIGN KEY ("trade_id","user_id") REFERENCES "public"."shadow_trades"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_trades" ADD CONSTRAINT "shadow_trades_signal_id_signals_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_trades" ADD CONSTRAINT "shadow_trades_portfolio" FOREIGN KEY ("portfolio_id","user_id") REFERENCES "public"."portfolios"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_turn_id_turns_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turns"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_chat" FOREIGN KEY ("chat_id","user_id") REFERENCES "public"."chats"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_consents" ADD CONSTRAINT "user_consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_rules_of_user" ON "alert_rules" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "alert_rules_to_evaluate" ON "alert_rules" USING btree ("symbol") WHERE "alert_rules"."enabled";--> statement-breakpoint
CREATE INDEX "audit_log_newest" ON "audit_log" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "audit_log_of_actor" ON "audit_log" USING btree ("actor_id","created_at");--> statement-breakpoint
CREATE INDEX "candles_1m_at" ON "candles_1m" USING btree ("at");--> statement-breakpoint
CREATE INDEX "chats_newest" ON "chats" USING btree ("user_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "chats_of_context" ON "chats" USING btree ("context_id");--> statement-breakpoint
CREATE INDEX "deep_link_contexts_of_event" ON "deep_link_contexts" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "deliveries_of_subscription" ON "deliveries" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "deliveries_of_event" ON "deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("status","updated_at") WHERE "deliveries"."status" in ('queued', 'dead');--> statement-breakpoint
CREATE INDEX "incidents_newest" ON "incidents" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open" ON "incidents" USING btree ("component") WHERE "incidents"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "market_events_newest" ON "market_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "message_feedback_of_user" ON "message_feedback" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "messages_of_chat" ON "messages" USING btree ("chat_id","user_id","id");--> statement-breakpoint
CREATE INDEX "messages_of_user" ON "messages" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "notifications_newest" ON "notifications" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_of_event" ON "notifications" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "notifications_of_rule" ON "notifications" USING btree ("rule_id");--> statement-breakpoint
CREATE INDEX "notifications_of_context" ON "notifications" USING btree ("context_id");--> statement-breakpoint
CREATE INDEX "push_subscriptions_of_user" ON "push_subscriptions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "risk_reviews_of_turn" ON "risk_reviews" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "risk_reviews_newest" ON "risk_reviews" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sessions_revoked_expiry" ON "sessions_revoked" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "shadow_closes_of_trade" ON "shadow_closes" USING btree ("trade_id");--> statement-breakpoint
CREATE INDEX "shadow_closes_of_user" ON "shadow_closes" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "shadow_trades_of_user" ON "shadow_trades" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "shadow_trades_of_signal" ON "shadow_trades" USING btree ("signal_id");--> statement-breakpoint
CREATE INDEX "signals_of_user" ON "signals" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "signals_of_turn" ON "signals" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "signals_newest" ON "signals" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "turns_of_chat" ON "turns" USING btree ("chat_id","user_id","id");--> statement-breakpoint
CREATE INDEX "turns_of_user" ON "turns" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "turns_newest" ON "turns" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "user_consents_of_user" ON "user_consents" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE POLICY "alert_rules_owner" ON "alert_rules" AS PERMISSIVE FOR ALL TO "sage_user" USING ("alert_rules"."user_id" = (select app_user_id())) WITH CHECK ("alert_rules"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "alert_rules_service" ON "alert_rules" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "alert_rules_ingest" ON "alert_rules" AS PERMISSIVE FOR ALL TO "sage_ingest" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "audit_log_service" ON "audit_log" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "chats_owner" ON "chats" AS PERMISSIVE FOR ALL TO "sage_user" USING ("chats"."user_id" = (select app_user_id())) WITH CHECK ("chats"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "chats_service" ON "chats" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "deep_link_contexts_owner" ON "deep_link_contexts" AS PERMISSIVE FOR ALL TO "sage_user" USING ("deep_link_contexts"."user_id" = (select app_user_id())) WITH CHECK ("deep_link_contexts"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "deep_link_contexts_service" ON "deep_link_contexts" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "deliveries_service" ON "deliveries" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "message_feedback_owner" ON "message_feedback" AS PERMISSIVE FOR ALL TO "sage_user" USING ("message_feedback"."user_id" = (select app_user_id())) WITH CHECK ("message_feedback"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "message_feedback_service" ON "message_feedback" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "messages_owner" ON "messages" AS PERMISSIVE FOR ALL TO "sage_user" USING ("messages"."user_id" = (select app_user_id())) WITH CHECK ("messages"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "messages_service" ON "messages" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "notifications_owner" ON "notifications" AS PERMISSIVE FOR ALL TO "sage_user" USING ("notifications"."user_id" = (select app_user_id())) WITH CHECK ("notifications"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "notifications_service" ON "notifications" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "portfolios_owner" ON "portfolios" AS PERMISSIVE FOR ALL TO "sage_user" USING ("portfolios"."user_id" = (select app_user_id())) WITH CHECK ("portfolios"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "portfolios_service" ON "portfolios" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "push_subscriptions_owner" ON "push_subscriptions" AS PERMISSIVE FOR ALL TO "sage_user" USING ("push_subscriptions"."user_id" = (select app_user_id())) WITH CHECK ("push_subscriptions"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "push_subscriptions_service" ON "push_subscriptions" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "risk_reviews_owner" ON "risk_reviews" AS PERMISSIVE FOR ALL TO "sage_user" USING ("risk_reviews"."user_id" = (select app_user_id())) WITH CHECK ("risk_reviews"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "risk_reviews_service" ON "risk_reviews" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "sessions_revoked_service" ON "sessions_revoked" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shadow_closes_owner" ON "shadow_closes" AS PERMISSIVE FOR ALL TO "sage_user" USING ("shadow_closes"."user_id" = (select app_user_id())) WITH CHECK ("shadow_closes"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "shadow_closes_service" ON "shadow_closes" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shadow_trades_owner" ON "shadow_trades" AS PERMISSIVE FOR ALL TO "sage_user" USING ("shadow_trades"."user_id" = (select app_user_id())) WITH CHECK ("shadow_trades"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "shadow_trades_service" ON "shadow_trades" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "signals_owner" ON "signals" AS PERMISSIVE FOR ALL TO "sage_user" USING ("signals"."user_id" = (select app_user_id())) WITH CHECK ("signals"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "signals_service" ON "signals" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "turns_owner" ON "turns" AS PERMISSIVE FOR ALL TO "sage_user" USING ("turns"."user_id" = (select app_user_id())) WITH CHECK ("turns"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "turns_service" ON "turns" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "user_consents_owner" ON "user_consents" AS PERMISSIVE FOR ALL TO "sage_user" USING ("user_consents"."user_id" = (select app_user_id())) WITH CHECK ("user_consents"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "user_consents_service" ON "user_consents" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "users_owner" ON "users" AS PERMISSIVE FOR ALL TO "sage_user" USING ("users"."id" = (select app_user_id())) WITH CHECK ("users"."id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "users_service" ON "users" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);