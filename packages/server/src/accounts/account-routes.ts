import { z } from 'zod';
import { replySchema, requestSchema, timestamp, toTimestamp } from '../http/named-schemas.js';
import { defineRoute, type Route } from '../http/route.js';
import { ServerError } from '../http/server-error.js';
import type { AccountService, Login } from './account-service.js';

const email = z.email().max(254);
/** Long enough to resist guessing; short enough to be hashed quickly. */
export const password = z.string().min(10).max(256);

const registerRequest = requestSchema('RegisterRequest', z.strictObject({ email, password }));
const loginRequest = requestSchema('LoginRequest', z.strictObject({ email: z.string().max(254), password: z.string().max(256) }));
const refreshRequest = requestSchema('RefreshRequest', z.strictObject({ refresh_token: z.string().min(1).max(200) }));

const loginReply = replySchema(
  'Login',
  z.object({
    object: z.literal('login'),
    user: z.object({ id: z.string(), email: z.string(), role: z.enum(['admin', 'user']), plan: z.string(), created_at: timestamp }),
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('seconds'),
    refresh_token: z.string().describe('works once'),
  }),
);
const logoutReply = replySchema('Logout', z.object({ object: z.literal('logout') }));

const render = ({ user, accessToken, refreshToken, expiresInSeconds }: Login): z.output<typeof loginReply> => ({
  object: 'login',
  user: { id: user.id, email: user.email, role: user.role, plan: user.plan, created_at: toTimestamp(user.created_at) },
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  refresh_token: refreshToken,
});

export function accountRoutes({ accounts, isOpen }: { readonly accounts: AccountService; readonly isOpen: boolean }): Route[] {
  const shared = { method: 'post', tag: 'accounts', access: 'public', limit: 'address', idempotency: 'generic' } as const;
  return [
    defineRoute(
      {
        ...shared,
        path: '/v1/auth/register',
        operationId: 'register',
        summary: 'Make an account and log in',
        body: registerRequest,
        replies: { 201: { description: 'The new account, logged in', schema: loginReply } },
        errors: ['conflict', 'permission_denied', 'overloaded'],
      },
      async ({ body }) => {
        if (!isOpen) throw new ServerError('permission_denied', 'accounts are made by the administrator of this server');
        return { status: 201, body: render(await accounts.register(body.email, body.password)) };
      },
    ),
    defineRoute(
      {
        ...shared,
        path: '/v1/auth/login',
        operationId: 'login',
        summary: 'Log in',
        body: loginRequest,
        replies: { 200: { description: 'Tokens of a new session', schema: loginReply } },
        errors: ['invalid_credentials', 'overloaded'],
      },
      async ({ body }) => ({ status: 200, body: render(await accounts.login(body.email, body.password)) }),
    ),
    defineRoute(
      {
        ...shared,
        path: '/v1/auth/refresh',
        operationId: 'refresh',
        summary: 'Exchange a refresh token',
        description: 'A refresh token works once. One that is used twice ends its session, because somebody else has it too.',
        body: refreshRequest,
        replies: { 200: { description: 'New tokens of the same session', schema: loginReply } },
        errors: ['invalid_token'],
      },
      async ({ body }) => ({ status: 200, body: render(await accounts.refresh(body.refresh_token)) }),
    ),
    defineRoute(
      {
        ...shared,
        path: '/v1/auth/logout',
        operationId: 'logout',
        summary: 'End a session',
        body: refreshRequest,
        replies: { 200: { description: 'Whether there was a session or not, there is none now', schema: logoutReply } },
        errors: [],
      },
      async ({ body }) => {
        await accounts.logout(body.refresh_token);
        return { status: 200, body: { object: 'logout' } };
      },
    ),
  ];
}
