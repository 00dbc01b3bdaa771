-- Whose rows a statement may touch. The gateway sets `app.user_id` and, over it, a MAC in `app.seal`; a plain
-- setting would prove nothing, because every role may set it. The MAC also covers the backend and the start of the
-- transaction, so that a seal seen elsewhere, or kept, is worthless. HMAC-SHA256 (RFC 2104) with the padded keys
-- stored, as no extension may be assumed.
CREATE TABLE "identity_seal" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL CHECK ("singleton"),
	"inner_pad" bytea NOT NULL CHECK (octet_length("inner_pad") = 64),
	"outer_pad" bytea NOT NULL CHECK (octet_length("outer_pad") = 64)
);
--> statement-breakpoint
CREATE FUNCTION "app_user_id"() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	subject text := current_setting('app.user_id', true);
	seal text := current_setting('app.seal', true);
	expected text;
BEGIN
	IF subject IS NULL OR seal IS NULL OR length(subject) <> 36 OR length(seal) <> 64 THEN
		RETURN NULL;
	END IF;
	SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to(
		subject || ' ' || pg_backend_pid() || ' ' ||
			(extract(epoch FROM transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex')
	INTO expected FROM public.identity_seal;
	IF seal = expected THEN
		RETURN subject::uuid;
	END IF;
	RETURN NULL;
END
$$;
