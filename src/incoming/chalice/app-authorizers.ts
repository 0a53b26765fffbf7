/** The authorizers of a Chalice app in the words of SAM. Pure. */
import { type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Use } from './app-uses.ts';
import type { ChaliceApp } from './read-app.ts';
import type { Call, Module, Value } from './read-decorators.ts';

interface AuthorizerUse {
  readonly name: string;
  readonly scopes: readonly unknown[];
}

export interface Authorizers {
  /** `Authorizers` of the API. */
  readonly authorizers: Json;
  /** Returns the use of the authorizer that a decorator names. */
  useOf(module: Module, value: Value): AuthorizerUse | undefined;
}

export function chaliceAuthorizers({ modules }: ChaliceApp, uses: readonly Use[]): Authorizers {
  const authorizers = new Map<string, Json>();
  const useOf = (module: Module, value: Value): AuthorizerUse | undefined => {
    if (value === undefined || value === null) return undefined;
    const { name, scopes } = namedIn(value);
    const found = variable(module, name);
    const call = found?.call ?? callIn(value);
    const kind = call?.name.split('.').at(-1);
    if (kind === 'IAMAuthorizer') return { name: 'AWS_IAM', scopes: [] };
    const fn = found?.name ?? name.split('.').at(-1)!;
    const decider = uses.find((use) => use.kind === 'authorizer' && use.fn === fn);
    const scheme = textOf(decider?.call.keywords.name) || (decider ? fn : textOf(call?.args[0]) || fn);
    const { provider_arns, header } = call?.keywords ?? {};
    if (decider) authorizers.set(scheme, { FunctionArn: `{function ${fn}}`, FunctionPayloadType: 'TOKEN' });
    else if (kind === 'CognitoUserPoolAuthorizer')
      authorizers.set(scheme, { UserPoolArn: provider_arns ?? call?.args[1] });
    else authorizers.set(scheme, { Identity: { Header: textOf(header) ?? 'Authorization' } });
    return { name: scheme, scopes: [scopes ?? call?.keywords.scopes ?? []].flat() };
  };
  for (const { module, call } of uses) useOf(module, call.keywords.authorizer);
  return { authorizers: Object.fromEntries(authorizers), useOf };

  /** Follows a name to the module that assigns it. */
  function variable(
    module: Module,
    name: string,
  ): { readonly call: Call | undefined; readonly name: string } | undefined {
    const assigned = own(module.assigned, name);
    if (assigned) return { call: assigned, name };
    const [first = '', ...rest] = name.split('.');
    const full = [own(module.imports, first), ...rest].join('.');
    const local = full.slice(full.lastIndexOf('.') + 1);
    const other = modules.find(
      (each) => full === `${each.file.replace(/\/__init__\.py$|\.py$/, '').replaceAll('/', '.')}.${local}`,
    );
    return other && { call: own(other.assigned, local), name: local };
  }
}

const callIn = (value: Value): Call | undefined => objectOf(value).$call as Call | undefined;

/** `authorizer`, or `authorizer.with_scopes(["a"])`. */
function namedIn(value: Value): { readonly name: string; readonly scopes?: Value } {
  const call = callIn(value);
  const scoped = call && /^(.+)\.with_scopes$/.exec(call.name)?.[1];
  if (scoped !== undefined) return { name: scoped, scopes: call!.args[0] ?? call!.keywords.scopes };
  return { name: textOf(objectOf(value).$name) ?? 'unknown-authorizer' };
}
