ALTER TABLE "shadow_trades" DROP CONSTRAINT "shadow_trades_once";--> statement-breakpoint
DROP INDEX "shadow_trades_of_signal";--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "slot" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_closes" ADD COLUMN "spread" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_closes" ADD COLUMN "marks" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_trades" ADD COLUMN "spread" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_trades" ADD COLUMN "marks" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "shadow_trades_of_portfolio" ON "shadow_trades" USING btree ("portfolio_id","created_at");--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_slot" UNIQUE("user_id","slot");--> statement-breakpoint
ALTER TABLE "shadow_trades" ADD CONSTRAINT "shadow_trades_once" UNIQUE("signal_id");--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_at_most_three" CHECK ("portfolios"."slot" between 1 and 3);