-- What each role may do. Nothing is granted that is not here: a column a user's token must not write (role, prices,
-- verdicts, the state of a rule) is simply not in his list.

-- Also the owner of the tables sees rows by policy only. A migration that changes rows must lift this for itself.
DO $$
DECLARE name text;
BEGIN
	FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity LOOP
		EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
	END LOOP;
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO sage_user, sage_service, sage_ingest', current_database());
END
$$;
--> statement-breakpoint
REVOKE ALL ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO sage_user, sage_service, sage_ingest;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app_user_id() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_user_id() TO sage_user;
--> statement-breakpoint

-- A user's token.
GRANT SELECT ON users, user_consents, chats, messages, message_feedback, turns, risk_reviews, signals, portfolios,
	shadow_trades, shadow_closes, alert_rules, push_subscriptions, notifications, deep_link_contexts,
	candles_1m, candles_1h, candles_1d, fear_greed, market_events, incidents TO sage_user;
--> statement-breakpoint
GRANT UPDATE (locale, time_zone, risk_profile, notify_moves, notify_rules, quiet_from, quiet_to, updated_at)
	ON users TO sage_user;
--> statement-breakpoint
GRANT INSERT (id, user_id, document, version) ON user_consents TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT (id, user_id, title, context_id, unread, created_at, updated_at),
	UPDATE (title, unread, updated_at) ON chats TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT, UPDATE (status, content, parts, facts, corrected, mentor, turn_id) ON messages TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT (message_id, user_id, rating, comment), UPDATE (rating, comment, updated_at)
	ON message_feedback TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT (id, user_id, name), UPDATE (name) ON portfolios TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT (id, user_id, kind, symbol, threshold, enabled, once),
	UPDATE (kind, symbol, threshold, enabled, once, updated_at) ON alert_rules TO sage_user;
--> statement-breakpoint
GRANT DELETE, INSERT (id, user_id, endpoint, p256dh, auth, user_agent) ON push_subscriptions TO sage_user;
--> statement-breakpoint
GRANT UPDATE (read_at) ON notifications TO sage_user;
--> statement-breakpoint

-- The edge acting for itself.
GRANT SELECT, INSERT, UPDATE, DELETE ON users, user_consents, sessions_revoked, chats, messages, message_feedback,
	turns, risk_reviews, portfolios, shadow_trades, shadow_closes, alert_rules, push_subscriptions, notifications,
	deep_link_contexts, deliveries, incidents TO sage_service;
--> statement-breakpoint
-- The record is added to and never rewritten; nor is the log of who did what.
GRANT SELECT, INSERT ON signals, audit_log TO sage_service;
--> statement-breakpoint
GRANT SELECT ON candles_1m, candles_1h, candles_1d, fear_greed, market_events TO sage_service;
--> statement-breakpoint

-- Ingest's own writer.
GRANT SELECT, INSERT, UPDATE ON candles_1m, candles_1h, candles_1d, fear_greed, market_events, incidents
	TO sage_ingest;
--> statement-breakpoint
GRANT SELECT, UPDATE (fence) ON feed_fence TO sage_ingest;
--> statement-breakpoint
GRANT SELECT, UPDATE (armed, enabled, last_fired_at) ON alert_rules TO sage_ingest;
--> statement-breakpoint
INSERT INTO feed_fence (fence) VALUES (0);
--> statement-breakpoint

-- A month's partition must exist before its first candle; making one needs the owner's rights.
CREATE FUNCTION "ensure_candle_partitions"("first" date, "last" date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	month date := date_trunc('month', "first")::date;
	made integer := 0;
	name text;
BEGIN
	IF "last" < "first" OR "last" > "first" + interval '5 years' THEN
		RAISE EXCEPTION 'a range of at most five years is expected' USING ERRCODE = '22023';
	END IF;
	-- Two tasks may ask at once.
	PERFORM pg_advisory_xact_lock(hashtext('sage.candle_partitions'));
	WHILE month <= "last" LOOP
		name := 'candles_1m_' || to_char(month, 'YYYY_MM');
		IF to_regclass('public.' || name) IS NULL THEN
			EXECUTE format(
				'CREATE TABLE public.%I PARTITION OF public.candles_1m FOR VALUES FROM (%L) TO (%L)',
				name, (month::timestamp AT TIME ZONE 'UTC'), ((month + interval '1 month') AT TIME ZONE 'UTC'));
			made := made + 1;
		END IF;
		month := (month + interval '1 month')::date;
	END LOOP;
	RETURN made;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ensure_candle_partitions(date, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ensure_candle_partitions(date, date) TO sage_ingest;
