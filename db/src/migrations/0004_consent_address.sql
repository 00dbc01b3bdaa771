ALTER TABLE "user_consents" ADD COLUMN "address_hash" text;--> statement-breakpoint
-- The edge notes a consent itself, at the sign-in that gives it.
REVOKE INSERT ON user_consents FROM sage_user;
