/** The decorators of a Chalice app and of its blueprints, and what they say about routes. Pure. */
import { objectOf, own, textOf } from '../../contract/model/json.ts';
import type { ChaliceApp } from './read-app.ts';
import type { Call, Module } from './read-decorators.ts';

/** A decorator of the app or of one of its blueprints. */
export interface Use {
  readonly module: Module;
  /** The name of the decorated function. */
  readonly fn: string;
  /** The decorator without the name of the app: `route`. */
  readonly kind: string;
  readonly call: Call;
  /** The prefix of the routes of a blueprint. */
  readonly prefix: string;
}

export const placeOf = ({ module, call }: Pick<Use, 'module' | 'call'>): string => `${module.file}:${call.line}`;

export const ROUTES = ['route', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

/** The decorators of the app, and of each blueprint that the app registers. */
export function usesOf({ modules }: ChaliceApp, file: string): Use[] {
  const main = modules.find((module) => module.file === file);
  if (!main) return [];
  const blueprints = main.calls
    .filter(({ name }) => name.endsWith('.register_blueprint'))
    .flatMap(({ args, keywords }) => {
      const name = textOf(objectOf(args[0]).$name) ?? '';
      const [first = '', ...rest] = name.split('.');
      const full = [own(main.imports, first) ?? first, ...rest].join('.');
      const variable = full.slice(full.lastIndexOf('.') + 1);
      const module = modules.find(
        (each) => full === `${each.file.replace(/\/__init__\.py$|\.py$/, '').replaceAll('/', '.')}.${variable}`,
      );
      return module ? [{ module, variable, prefix: textOf(keywords.url_prefix) ?? '' }] : [];
    });
  return [{ module: main, variable: 'app', prefix: '' }, ...blueprints].flatMap(({ module, variable, prefix }) =>
    module.functions.flatMap(({ function: fn, decorators }) =>
      decorators
        .filter(({ name }) => name.startsWith(`${variable}.`))
        .map((call): Use => ({ module, fn, kind: call.name.slice(variable.length + 1), call, prefix })),
    ),
  );
}

/** Chalice writes the parameters of paths as API Gateway does. `undefined` is a path that the code computes. */
export function routePath({ call, prefix }: Use): string | undefined {
  const path = textOf(call.args[0] ?? call.keywords.path);
  if (path === undefined) return undefined;
  const whole = `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  return whole.startsWith('/') ? whole : `/${whole}`;
}

export function methodsOf({ kind, call }: Use): string[] {
  if (kind !== 'route') return [kind];
  const { methods } = call.keywords;
  return Array.isArray(methods) ? methods.map((method) => String(method).toLowerCase()) : ['get'];
}
