/** Who calls, as the operations see it: what an authorizer, a Cognito user pool or IAM found out. */
import type { Access } from './authorizer.ts';

export interface Caller {
  /** The authorizer's `principalId`, the `sub` of a user of a pool, or the ARN of who signed. */
  id: string;
  /** The authorizer's context, or the claims of the token; API Gateway makes text of all of it. */
  context: Readonly<Record<string, string | undefined>>;
  scopes: readonly string[];
}

/** The part of a proxy event that says who calls. */
export interface CallerContext {
  authorizer?: Record<string, unknown> | null | undefined;
  identity?: { userArn?: string | null } | undefined;
}

/** What API Gateway adds by itself. */
const NOT_CONTEXT = new Set(['principalId', 'integrationLatency', 'claims']);

/** `undefined`: everybody may call, or whoever has a key. */
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
 * The first scope that the operation asks for and the caller does not have. The gateway checks scopes of Cognito only, and lets
 * pass whoever has one of them; openapi.yaml means all.
 */
export function missingScope({ authorizer }: Access, caller: Caller | undefined): string | undefined {
  if (!authorizer) return undefined;
  return authorizer.scopes.find((scope) => !caller?.scopes.includes(scope));
}
