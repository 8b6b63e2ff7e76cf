import { type ColumnDefinitionBuilder, sql } from 'kysely';
import type { ForwardMigration } from '../migrate.js';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const id = (column: ColumnDefinitionBuilder) => column.primaryKey().notNull();
const zero = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);

export const first: ForwardMigration = async (kysely, kind) => {
  const { schema } = kysely;
  await schema
    .createTable('users')
    .addColumn('id', 'text', id)
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('password_hash', 'text')
    .addColumn('role', 'text', required)
    .addColumn('plan', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('disabled_at', 'bigint')
    .execute();
  await schema
    .createTable('api_keys')
    .addColumn('id', 'text', id)
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('name', 'text', required)
    .addColumn('mode', 'text', required)
    .addColumn('prefix', 'text', required)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('scopes', 'text', required)
    .addColumn('requests_per_minute', 'bigint')
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await schema.createIndex('api_keys_by_user').on('api_keys').columns(['user_id', 'id']).execute();
  await schema
    .createTable('refresh_tokens')
    .addColumn('id', 'text', id)
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('session_id', 'text', required)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await schema.createIndex('refresh_tokens_by_session').on('refresh_tokens').column('session_id').execute();
  await schema
    .createTable('quotas')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('month', 'text', required)
    .addColumn('used', 'bigint', zero)
    .addPrimaryKeyConstraint('quotas_key', ['user_id', 'month'])
    .execute();
  await schema
    .createTable('reservations')
    .addColumn('id', 'text', id)
    .addColumn('user_id', 'text', required)
    .addColumn('api_key_id', 'text')
    .addColumn('mode', 'text', required)
    .addColumn('month', 'text', required)
    .addColumn('is_billable', 'integer', required)
    .addColumn('instance_id', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
  await schema.createIndex('reservations_by_instance').on('reservations').column('instance_id').execute();
  // The key of a partitioned table has to hold the column that it is divided by.
  let usage = schema
    .createTable('usage_logs')
    .addColumn('id', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('user_id', 'text', required)
    .addColumn('api_key_id', 'text')
    .addColumn('mode', 'text', required)
    .addColumn('model', 'text', required)
    .addColumn('outcome', 'text', required)
    .addColumn('input_tokens', 'bigint', required)
    .addColumn('output_tokens', 'bigint', required)
    .addColumn('latency_ms', 'bigint', required)
    .addColumn('is_cached', 'integer', required)
    .addPrimaryKeyConstraint('usage_logs_key', ['id', 'created_at']);
  if (kind === 'postgres') usage = usage.modifyEnd(sql`partition by range (created_at)`);
  await usage.execute();
  if (kind === 'postgres') await sql`create table usage_logs_other partition of usage_logs default`.execute(kysely);
  await schema.createIndex('usage_logs_by_user').on('usage_logs').columns(['user_id', 'created_at']).execute();
  await schema
    .createTable('billing_events')
    .addColumn('id', 'text', id)
    .addColumn('usage_id', 'text', (column) => column.notNull().unique())
    .addColumn('user_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('quantity', 'bigint', required)
    .addColumn('month', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
  await schema.createIndex('billing_events_by_user').on('billing_events').columns(['user_id', 'month']).execute();
  await schema
    .createTable('idempotency_keys')
    .addColumn('scope', 'text', required)
    .addColumn('key_hash', 'text', required)
    .addColumn('fingerprint', 'text', required)
    .addColumn('instance_id', 'text')
    .addColumn('status', 'integer')
    .addColumn('sealed_body', 'text')
    .addColumn('created_at', 'bigint', required)
    .addPrimaryKeyConstraint('idempotency_keys_key', ['scope', 'key_hash'])
    .execute();
  await schema.createIndex('idempotency_keys_by_instance').on('idempotency_keys').column('instance_id').execute();
  await schema.createIndex('idempotency_keys_by_age').on('idempotency_keys').column('created_at').execute();
  await schema.createTable('instances').addColumn('id', 'text', id).addColumn('heartbeat_at', 'bigint', required).execute();
  await schema.createTable('rate_limits').addColumn('key', 'text', id).addColumn('tat', 'bigint', required).execute();
  await schema.createIndex('rate_limits_by_tat').on('rate_limits').column('tat').execute();
  await schema
    .createTable('extractions')
    .addColumn('id', 'text', id)
    .addColumn('user_id', 'text', required)
    .addColumn('mode', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('body', 'text', required)
    .execute();
  await schema
    .createTable('settings')
    .addColumn('name', 'text', id)
    .addColumn('value', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
};
