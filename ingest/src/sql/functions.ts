/**
 * The functions of `pg_catalog` that a statement may call. A list of what is allowed rather than of what is not:
 * a new PostgreSQL brings new functions. Nothing here changes a setting, waits, takes a lock, signals a backend,
 * touches files, sequences or large objects, reads the catalogue, or runs a text as SQL.
 */
const aggregates = `
  count sum avg min max string_agg array_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or
  every any_value bit_and bit_or bit_xor stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop
  covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope mode percentile_cont percentile_disc
  range_agg range_intersect_agg grouping xmlagg`

const windows = `
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`

const text = `
  lower upper initcap length char_length character_length octet_length bit_length substring substr position strpos
  overlay trim btrim ltrim rtrim lpad rpad left right repeat replace translate reverse concat concat_ws format split_part
  string_to_array string_to_table array_to_string starts_with ascii chr to_hex to_bin to_oct encode decode md5 sha224
  sha256 sha384 sha512 crc32 crc32c convert_from convert_to quote_ident quote_literal quote_nullable normalize
  is_normalized unistr casefold regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr like_escape similar_to_escape like notlike
  to_char to_number to_ascii bytea text`

const numbers = `
  abs ceil ceiling floor round trunc sign mod div power pow sqrt cbrt exp ln log log10 factorial gcd lcm degrees radians
  pi sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh erf erfc gamma lgamma scale min_scale
  trim_scale width_bucket random random_normal numeric int2 int4 int8 float4 float8`

const times = `
  now transaction_timestamp statement_timestamp clock_timestamp timeofday date_part date_trunc date_bin extract age
  timezone make_date make_time make_timestamp make_timestamptz make_interval to_date to_timestamp isfinite
  justify_days justify_hours justify_interval overlaps date_add date_subtract date time timestamp timestamptz interval`

const collections = `
  array_append array_prepend array_cat array_length array_lower array_upper array_dims array_ndims array_position
  array_positions array_remove array_replace array_reverse array_sort array_sample array_shuffle array_fill cardinality
  trim_array unnest generate_series generate_subscripts num_nulls num_nonnulls
  isempty lower_inc upper_inc lower_inf upper_inf range_merge multirange int4range int8range numrange tsrange tstzrange
  daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange`

const json = `
  to_json to_jsonb row_to_json array_to_json json_build_array jsonb_build_array json_build_object jsonb_build_object
  json_object jsonb_object json_array_length jsonb_array_length json_array_elements jsonb_array_elements
  json_array_elements_text jsonb_array_elements_text json_each jsonb_each json_each_text jsonb_each_text
  json_extract_path jsonb_extract_path json_extract_path_text jsonb_extract_path_text json_object_keys jsonb_object_keys
  json_populate_record jsonb_populate_record json_populate_recordset jsonb_populate_recordset json_to_record
  jsonb_to_record json_to_recordset jsonb_to_recordset json_strip_nulls jsonb_strip_nulls jsonb_set jsonb_set_lax
  jsonb_insert jsonb_pretty json_typeof jsonb_typeof jsonb_path_exists jsonb_path_match jsonb_path_query
  jsonb_path_query_array jsonb_path_query_first json_scalar json_serialize`

const search = `
  to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline
  setweight numnode querytree strip array_to_tsvector tsvector_to_array`

const others = `
  uuidv4 uuidv7 gen_random_uuid uuid_extract_timestamp uuid_extract_version coalesce nullif greatest least
  current_database current_schema version pg_typeof pg_column_size host family masklen network xmlexists`

export const harmlessFunctions: ReadonlySet<string> = new Set(
  [aggregates, windows, text, numbers, times, collections, json, search, others].flatMap((list) =>
    list.trim().split(/\s+/),
  ),
)

/**
 * Whether a column's name could be meant as the name of a function with one argument that is not harmless. Each name
 * or prefix stands for functions of `pg_catalog` that are volatile or read the catalogue; no column is called so.
 */
export function namesFunction(column: string): boolean {
  return /^(pg_|lo_|lo(creat|unlink|read|write)|be_lo|txid_|ts_|binary_upgrade_|has_|inet_|set_|setval|setseed|currval|nextval|lastval|current_setting|brin_|gin_|cursor_to|database_to|query_to|schema_to|table_to|row_security_active|col_description|obj_description|shobj_description|format_type|to_reg)/.test(
    column,
  )
}
