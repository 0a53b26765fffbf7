/**
 * The import's treatment of security that API Gateway cannot enforce: the result always lets fewer callers pass, or the
 * same ones. An authorizer without code lets no caller pass, and `validate` requires its code. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { INTEGRATION, keepsIntegration } from '../foreign/integration.ts';
import { readSchemeNamed } from '../model/access.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { identitiesOf } from '../model/security-schemes.ts';
import { changeAt, valueAt } from './edit.ts';
import type { Draft, Finding, Remedy } from './remedy.ts';
import { operationPaths, ownAuthorizer, schemeName, withScheme } from './scheme-edits.ts';
import { schemeRemedy } from './scheme-remedies.ts';

/** Returns `undefined` for a finding that is not about security. */
export function securityRemedy({ rule, path }: Finding, draft: Draft): Remedy | undefined {
  const { edits, document } = draft;
  const scheme = path[0] === 'components' && path[1] === 'securitySchemes' ? String(path[2]) : undefined;
  if (scheme !== undefined) return schemeRemedy(rule, scheme, path, draft);
  const list = path[0] === 'security' ? path.slice(0, 1) : path.slice(0, 4);
  if (list.at(-1) !== 'security') return undefined;
  const [wanted] = path.slice(list.length + 1);
  const name = String(wanted);
  const change = (to: (requirements: readonly unknown[]) => unknown) => (now: Json) =>
    changeAt(now, list, (value) => to(listOf(value)), edits) as Json;
  switch (rule) {
    case 'security-alternatives': {
      const kept = strongest(document, listOf(valueAt(document, list)));
      const names = Object.keys(objectOf(kept)).join(' and ');
      return { asks: true, outcome: `Only ${names} gives access.`, apply: change((all) => [strongest(document, all)]) };
    }
    case 'security-shape':
      return asList(valueAt(document, list), list, draft);
    case 'security-scheme-missing':
      return {
        asks: true,
        outcome: `The authorizer ${name} of the project decides; you write its code.`,
        apply: (now) => withScheme(now, name, ownAuthorizer([]), draft),
      };
    case 'security-two-authorizers':
      return combineSchemes(listOf(valueAt(document, list))[0], draft, change);
    case 'security-scopes':
      return {
        asks: true,
        outcome: `The scopes of ${name} are left out.`,
        apply: change((all) => all.map((each) => ({ ...objectOf(each), [name]: [] }))),
      };
    case 'security-scopes-unchecked':
      return {
        asks: true,
        outcome: "The project's function, which can check the scopes, serves it instead of the integration.",
        apply: (now) => withoutIntegrations(now, list, draft),
      };
    default:
      return undefined;
  }
}

/**
 * Repairs one requirement without its list, and bare scheme names. Returns `undefined` if the requirement is unclear.
 */
function asList(written: unknown, list: Path, { edits }: Draft): Remedy | undefined {
  // null counts as absent: the operation then has the security of the document.
  if (written === null) {
    const apply = (now: Json) => changeAt(now, list, () => undefined, edits) as Json;
    return { asks: false, outcome: 'The empty security is left out.', apply };
  }
  // It is unclear whether an empty map is meant to require nothing.
  const isEmptyMap = isObject(written) && Object.keys(written).length === 0;
  const all = (Array.isArray(written) ? written : [written]).map(asRequirement);
  if (isEmptyMap || all.includes(undefined)) return undefined;
  const outcome = 'security is now a list of requirements.';
  return { asks: false, outcome, apply: (now) => changeAt(now, list, () => all, edits) as Json };
}

/** Repairs a bare name, and scopes without a list. Returns `undefined` for anything else. */
function asRequirement(written: unknown): Json | undefined {
  if (typeof written === 'string') return written === '' ? undefined : { [written]: [] };
  if (!isObject(written)) return undefined;
  const members = Object.entries(written).map(
    ([name, scopes]) => [name, scopes === null ? [] : [scopes].flat()] as const,
  );
  const areTexts = members.every(([, scopes]) => scopes.every((scope) => typeof scope === 'string'));
  return areTexts ? Object.fromEntries(members) : undefined;
}

/** Returns the first alternative that API Gateway can enforce as it is, or else the first that requires anything. */
function strongest(document: Json, alternatives: readonly unknown[]): unknown {
  const required = alternatives.filter((each) => Object.keys(objectOf(each)).length > 0);
  const kinds = (each: unknown) =>
    Object.keys(objectOf(each)).map((name) => {
      const { scheme, problems } = readSchemeNamed(document, name);
      return problems.length === 0 ? scheme?.kind : undefined;
    });
  const isEnforced = (each: unknown) => {
    const all = kinds(each);
    return all.every((kind) => kind !== undefined) && all.filter((kind) => kind !== 'key').length <= 1;
  };
  return required.find(isEnforced) ?? required[0] ?? {};
}

/**
 * Combines schemes that are required together into one authorizer, which runs only if a request contains all that they
 * read.
 */
function combineSchemes(
  requirement: unknown,
  draft: Draft,
  change: (to: (all: readonly unknown[]) => unknown) => (now: Json) => Json,
): Remedy {
  const read = Object.entries(objectOf(requirement)).map(([name, scopes]) => {
    const { scheme } = readSchemeNamed(draft.document, name);
    return { name, scopes, scheme };
  });
  const keys = read.filter(({ scheme }) => scheme?.kind === 'key');
  const others = read.filter(({ scheme }) => scheme?.kind !== 'key');
  const name = schemeName(others.map((each, index) => (index === 0 ? each.name : capital(each.name))).join('And'));
  const identity = [
    ...new Set(
      others.flatMap(({ scheme }) =>
        scheme && 'identitySource' in scheme ? identitiesOf(scheme) : ['header.Authorization'],
      ),
    ),
  ];
  const both = {
    ...Object.fromEntries(keys.map((key) => [key.name, []])),
    [name]: others.flatMap(({ scopes }) => listOf(scopes)),
  };
  return {
    asks: true,
    outcome: `The authorizer ${name} of the project checks ${others.map((each) => each.name).join(' and ')}; you write its code.`,
    apply: (now) => change(() => [both])(withScheme(now, name, ownAuthorizer(identity), draft)),
  };
}

/** Removes the integration of the operation that has the list, or of all operations without a list of their own. */
function withoutIntegrations(document: Json, list: Path, { edits }: Draft): Json {
  const places =
    list.length > 1
      ? [list.slice(0, -1)]
      : operationPaths(document).filter((at) => objectOf(valueAt(document, at)).security === undefined);
  return places
    .filter((at) => keepsIntegration(objectOf(valueAt(document, at))[INTEGRATION]))
    .reduce((now, at) => changeAt(now, [...at, INTEGRATION], () => undefined, edits) as Json, document);
}

const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
