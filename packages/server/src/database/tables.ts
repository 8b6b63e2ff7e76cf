/** The tables as kysely sees them. Times are Unix milliseconds (UTC); flags are 0 or 1; ids sort by the time they were made. */

export interface Tables {
  users: {
    id: string;
    /** lower case */
    email: string;
    /** argon2id; null: cannot log in */
    password_hash: string | null;
    role: 'admin' | 'user';
    plan: string;
    created_at: number;
    disabled_at: number | null;
  };
  api_keys: {
    id: string;
    user_id: string;
    name: string;
    mode: 'live' | 'test';
    /** the first characters, by which people recognise a key */
    prefix: string;
    /** SHA-256 of the whole key, in hex */
    hash: string;
    /** separated by spaces */
    scopes: string;
    requests_per_minute: number | null;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
  };
  refresh_tokens: {
    id: string;
    user_id: string;
    /** one login and all that was refreshed from it */
    session_id: string;
    /** SHA-256, in hex */
    hash: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    revoked_at: number | null;
  };
  /** At any time: `used` = billable usage rows of the month + billable reservations. */
  quotas: { user_id: string; month: string; used: number };
  /** Extractions that are under way. */
  reservations: {
    id: string;
    user_id: string;
    api_key_id: string | null;
    mode: 'live' | 'test';
    month: string;
    is_billable: number;
    /** the process that works on it */
    instance_id: string;
    created_at: number;
  };
  usage_logs: {
    id: string;
    created_at: number;
    user_id: string;
    api_key_id: string | null;
    mode: 'live' | 'test';
    model: string;
    outcome: 'valid' | 'invalid';
    input_tokens: number;
    output_tokens: number;
    latency_ms: number;
    is_cached: number;
  };
  billing_events: {
    id: string;
    usage_id: string;
    user_id: string;
    kind: 'extraction';
    quantity: number;
    month: string;
    created_at: number;
  };
  idempotency_keys: {
    /** the account, or `public` */
    scope: string;
    /** SHA-256 of the key, in hex */
    key_hash: string;
    /** of method, path and body; keyed with the Idempotency-Key, so that it tells nothing about them */
    fingerprint: string;
    /** the process that works on it; null once it is answered */
    instance_id: string | null;
    status: number | null;
    /** encrypted with the Idempotency-Key, which is not stored */
    sealed_body: string | null;
    created_at: number;
  };
  /** Processes that are alive, by their own last sign. */
  instances: { id: string; heartbeat_at: number };
  /** GCRA: theoretical arrival time of the next request, in Unix microseconds. */
  rate_limits: { key: string; tat: number };
  extractions: { id: string; user_id: string; mode: 'live' | 'test'; created_at: number; body: string };
  settings: { name: string; value: string; created_at: number };
}
