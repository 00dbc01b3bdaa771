ALTER TABLE "portfolios" ADD COLUMN "chosen_at" timestamp (3) with time zone;--> statement-breakpoint
GRANT UPDATE (chosen_at) ON portfolios TO sage_user;
