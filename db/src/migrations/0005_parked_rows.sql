CREATE TABLE "parked_rows" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"chat_id" uuid NOT NULL,
	"outbox_row" integer NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"code" text NOT NULL,
	"rule" text,
	"parked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parked_rows_once" UNIQUE("chat_id","outbox_row"),
	CONSTRAINT "parked_rows_kind" CHECK ("parked_rows"."kind" in ('chat', 'message', 'turn', 'feedback'))
);
--> statement-breakpoint
ALTER TABLE "parked_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "parked_rows" ADD CONSTRAINT "parked_rows_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "parked_rows_of_user" ON "parked_rows" USING btree ("user_id");--> statement-breakpoint
CREATE POLICY "parked_rows_service" ON "parked_rows" AS PERMISSIVE FOR ALL TO "sage_service" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "parked_rows" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON parked_rows TO sage_service;
