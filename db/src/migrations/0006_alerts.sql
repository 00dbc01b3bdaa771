CREATE TABLE "move_detectors" (
	"symbol" text PRIMARY KEY NOT NULL,
	"armed" boolean NOT NULL,
	"fired_at" timestamp (3) with time zone,
	"fence" bigint NOT NULL,
	CONSTRAINT "move_detectors_symbol" CHECK ("move_detectors"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'))
);
--> statement-breakpoint
CREATE TABLE "rule_firings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"key" text NOT NULL,
	"rule_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"symbol" text,
	"threshold" numeric NOT NULL,
	"price" numeric,
	"value" smallint,
	"change_percent" numeric,
	"venue" text,
	"at" timestamp (3) with time zone NOT NULL,
	"fence" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rule_firings_key_unique" UNIQUE("key"),
	CONSTRAINT "rule_firings_kind" CHECK ("rule_firings"."kind" in ('price_above', 'price_below', 'change_1h', 'change_24h', 'fear_greed_above', 'fear_greed_below', 'position_change')),
	CONSTRAINT "rule_firings_symbol" CHECK ("rule_firings"."symbol" in ('BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'))
);
--> statement-breakpoint
ALTER TABLE "rule_firings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "alert_rules" DROP CONSTRAINT "alert_rules_kind";--> statement-breakpoint
ALTER TABLE "alert_rules" ALTER COLUMN "armed" SET DEFAULT false;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD COLUMN "cooldown_minutes" integer DEFAULT 60 NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD COLUMN "armed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rule_firings" ADD CONSTRAINT "rule_firings_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_firings" ADD CONSTRAINT "rule_firings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rule_firings_newest" ON "rule_firings" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "rule_firings_of_rule" ON "rule_firings" USING btree ("rule_id");--> statement-breakpoint
CREATE INDEX "rule_firings_of_user" ON "rule_firings" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "alert_rules_changed" ON "alert_rules" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "market_events_written" ON "market_events" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_cooldown" CHECK ("alert_rules"."cooldown_minutes" between 5 and 10080);--> statement-breakpoint
CREATE POLICY "shadow_closes_ingest" ON "shadow_closes" AS PERMISSIVE FOR SELECT TO "sage_ingest" USING (true);--> statement-breakpoint
CREATE POLICY "shadow_trades_ingest" ON "shadow_trades" AS PERMISSIVE FOR SELECT TO "sage_ingest" USING (true);--> statement-breakpoint
CREATE POLICY "rule_firings_owner" ON "rule_firings" AS PERMISSIVE FOR ALL TO "sage_user" USING ("rule_firings"."user_id" = (select app_user_id())) WITH CHECK ("rule_firings"."user_id" = (select app_user_id()));--> statement-breakpoint
CREATE POLICY "rule_firings_service" ON "rule_firings" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "rule_firings_ingest" ON "rule_firings" AS PERMISSIVE FOR ALL TO "sage_ingest" USING (true) WITH CHECK (true);--> statement-breakpoint

-- Also the owner sees rows by policy only; for this one change it is lifted.
ALTER TABLE alert_rules NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE alert_rules SET kind = 'change_1h' WHERE kind = 'move_percent';
--> statement-breakpoint
UPDATE alert_rules SET armed = false;
--> statement-breakpoint
ALTER TABLE alert_rules FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE alert_rules ADD CONSTRAINT "alert_rules_kind" CHECK ("alert_rules"."kind" in ('price_above', 'price_below', 'change_1h', 'change_24h', 'fear_greed_above', 'fear_greed_below', 'position_change'));
--> statement-breakpoint
ALTER TABLE rule_firings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON rule_firings TO sage_user, sage_service;
--> statement-breakpoint
GRANT SELECT, INSERT ON rule_firings TO sage_ingest;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON move_detectors TO sage_ingest;
--> statement-breakpoint
GRANT INSERT (cooldown_minutes), UPDATE (cooldown_minutes) ON alert_rules TO sage_user;
--> statement-breakpoint
GRANT UPDATE (armed_at) ON alert_rules TO sage_ingest;
--> statement-breakpoint
GRANT SELECT (id, user_id, portfolio_id, symbol, side, quantity, entry_price, fee, created_at) ON shadow_trades
	TO sage_ingest;
--> statement-breakpoint
GRANT SELECT (id, user_id, trade_id, quantity, created_at) ON shadow_closes TO sage_ingest;
--> statement-breakpoint

-- Ingest finds changed rules by `updated_at` and takes nothing that it knew of a rule before for the changed one:
-- so it is set here, whoever changes a rule. What ingest itself keeps (armed, armed_at, last_fired_at) is no change.
CREATE FUNCTION "alert_rule_changed"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	NEW.updated_at := clock_timestamp();
	RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "alert_rule_changed" BEFORE UPDATE ON alert_rules FOR EACH ROW
WHEN ((OLD.kind, OLD.symbol, OLD.threshold, OLD.enabled, OLD.once, OLD.cooldown_minutes)
	IS DISTINCT FROM (NEW.kind, NEW.symbol, NEW.threshold, NEW.enabled, NEW.once, NEW.cooldown_minutes))
EXECUTE FUNCTION alert_rule_changed();
--> statement-breakpoint

-- A rule about a position changes with the position: every entry in the ledger raises the portfolio's version.
CREATE FUNCTION "portfolio_changed"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE public.alert_rules SET updated_at = clock_timestamp()
	WHERE user_id = OLD.user_id AND kind = 'position_change';
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "portfolio_changed" AFTER UPDATE OF version OR DELETE ON portfolios FOR EACH ROW
EXECUTE FUNCTION portfolio_changed();
--> statement-breakpoint
REVOKE ALL ON FUNCTION alert_rule_changed(), portfolio_changed() FROM PUBLIC;
