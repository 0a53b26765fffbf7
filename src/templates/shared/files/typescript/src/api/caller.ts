/** The caller for the operations, from an authorizer, a Cognito user pool or IAM. */
import type { Access } from './authorizer.ts';

export interface Caller {
  /** The authorizer's `principalId`, the `sub` of a pool's user, or the ARN of the IAM caller. */
  id: string;
  /** The authorizer's context, or the claims of the token. API Gateway turns all values into text. */
  context: Readonly<Record<string, string | undefined>>;
  scopes: readonly string[];
}

/** The part of a proxy event that identifies the caller. */
export interface CallerContext {
  authorizer?: Record<string, unknown> | null | undefined;
  identity?: { userArn?: string | null } | undefined;
}

/** Members that API Gateway itself adds. */
const NOT_CONTEXT = new Set(['principalId', 'integrationLatency', 'claims']);

/** Returns `undefined` if everybody may call, or everybody with an API key. */
export function callerOf({ authorizer, identity }: CallerContext): Caller | undefined {
  const claims = authorizer?.claims;
  const found = typeof claims === 'object' && claims !== null ? claims : (authorizer ?? {});
  const context = Object.fromEntries(
    Object.entries(found)
      .filter(([name]) => !NOT_CONTEXT.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
  const id = authorizer?.principalId ?? context.sub ?? identity?.userArn;
  if (typeof id !== 'string' || id === '') return undefined;
  return { id, context, scopes: (context.scope ?? '').split(' ').filter(Boolean) };
}

/**
 * Returns the first scope that the operation requires and the caller lacks. API Gateway checks only Cognito's scopes,
 * and one of them is enough there; openapi.yaml requires all.
 */
export function missingScope({ authorizer }: Access, caller: Caller | undefined): string | undefined {
  if (!authorizer) return undefined;
  return authorizer.scopes.find((scope) => !caller?.scopes.includes(scope));
}
