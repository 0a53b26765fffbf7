/**
 * Every operation of a contract once, in an order in which each can succeed: a resource is created before other
 * requests use it, and deleted last. Collections and scripts are written from it. Pure and deterministic.
 */
import type { Json } from '../model/json.ts';
import { objectOf, textOf } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Operation } from '../model/operations.ts';
import { unescapeToken } from '../model/pointer.ts';
import { baseRequest, sentParameters, validBodies } from '../testing/base-request.ts';
import type { PlannedBody } from '../testing/case.ts';
import { type Creator, creatorWith, itemPaths } from '../testing/creators.ts';
import { flatten } from '../testing/flatten.ts';
import { planning } from '../testing/plan-cases.ts';
import type { Planning } from '../testing/planning.ts';
import { parameterTexts, urlValue } from '../testing/wire.ts';
import { type UniqueWords, uniqueWords, type VariableNames, variableNames } from './names.ts';
import { comment, isWritableBody, isWritableHeader, urlSegment } from './writable.ts';

export interface Step {
  readonly operation: Operation;
  /** A title for people, on one line. Each step has a different one. */
  readonly title: string;
  /** A name for machines: letters, digits and `_`. Each step has a different one. */
  readonly name: string;
  /** The parts of a path such as `/orders/{id}`, encoded for the request. A variable stands for a path parameter. */
  readonly path: readonly (string | { readonly variable: string })[];
  readonly query: readonly Field[];
  /** Names and values are valid in a request. */
  readonly headers: readonly Field[];
  readonly body?: PlannedBody;
  /** The expected statuses. The list is empty if the contract does not say. */
  readonly statuses: readonly number[];
  /** The variable that the response sets, and the place of the value in the body. */
  readonly makes?: { readonly variable: string; readonly member: readonly string[] };
}

export interface Field {
  readonly name: string;
  readonly value: string;
  /** The export leaves an optional field out, or comments it. */
  readonly optional: boolean;
}

export interface Walk {
  /** On one line. */
  readonly title: string;
  readonly steps: readonly Step[];
  /**
   * Variables that no step sets, with a percent-encoded value for each. No two names are equal, even if case is
   * ignored.
   */
  readonly variables: Readonly<Record<string, string>>;
  readonly usesKey: boolean;
  readonly usesToken: boolean;
}

/** The address that the requests of a walk go to. */
export interface Address {
  /** The address has no slash at its end. If it is empty, the user fills it in. */
  readonly url: string;
  /** The stage that hints name. */
  readonly stage: string;
}

/** The seed is fixed, so that an export is the same every time. */
const SEED = 1;

export function walkThrough(document: Json, operations: readonly Operation[]): Walk {
  const plan = planning(document, operations, SEED);
  const ordered = inOrder(plan);
  const names = { variables: variableNames(plan), steps: uniqueWords(), titles: titlesOf(ordered) };
  const steps = ordered.map((tested) => stepOf(tested, plan, names));
  return {
    title: comment(textOf(objectOf(document.info).title) ?? '') || 'API',
    steps,
    variables: names.variables.values(),
    usesKey: operations.some(({ access }) => access.key),
    usesToken: operations.some(({ access }) => access.authorizer !== undefined && access.authorizer.kind !== 'iam'),
  };
}

/** Orders operations from the outside in, with creating operations first. Deletions come last, from the inside out. */
function inOrder({ tested, creators }: Planning): Operation[] {
  const depth = ({ path }: Operation) => path.split('/').length;
  const paths = tested.map(({ path }) => path);
  const place = ({ path }: Operation) => paths.indexOf(path);
  const creates = new Set([...creators.values()].map(({ create }) => create));
  const removes = tested.filter(({ method }) => method === 'DELETE');
  const others = tested.filter((one) => !removes.includes(one));
  const first = (one: Operation) => (creates.has(one) ? 0 : 1);
  return [
    ...others.toSorted((a, b) => depth(a) - depth(b) || place(a) - place(b) || first(a) - first(b)),
    ...removes.toSorted((a, b) => depth(b) - depth(a)),
  ];
}

interface Names {
  readonly variables: VariableNames;
  readonly steps: UniqueWords;
  readonly titles: ReadonlyMap<Operation, string>;
}

/** Returns the summaries, with the operation ID if several operations have the same summary. */
function titlesOf(all: readonly Operation[]): Map<Operation, string> {
  const plain = ({ summary, operationId, method, path }: Operation) =>
    comment(summary ?? operationId) || `${method} ${comment(path)}`;
  const count = new Map<string, number>();
  for (const each of all) count.set(plain(each), (count.get(plain(each)) ?? 0) + 1);
  return new Map(
    all.map((each) => {
      const title = plain(each);
      return [each, count.get(title) === 1 ? title : `${title} (${comment(each.operationId)})`];
    }),
  );
}

function stepOf(tested: Operation, plan: Planning, names: Names): Step {
  const { request } = baseRequest(tested, plan);
  const first = validBodies(tested, plan).find(({ body }) => isWritableBody(body));
  const creator = creatorWith(plan.creators, tested);
  const offered = sentParameters(tested)
    .filter(({ required }) => !required)
    .flatMap((parameter) =>
      (parameterTexts(parameter, parameter.examples[0] ?? '') ?? []).map((value) => ({
        place: parameter.in,
        field: { name: parameter.name, value, optional: true },
      })),
    );
  const optional = (where: 'query' | 'header') =>
    offered.filter(({ place }) => place === where).map(({ field }) => field);
  const sent = (all: readonly (readonly [string, string])[]) =>
    all.map(([name, value]) => ({ name, value, optional: false }));
  const headers = [...sent(Object.entries(request.headers)), ...optional('header')];
  return {
    operation: tested,
    title: names.titles.get(tested) ?? tested.operationId,
    name: names.steps(tested.operationId, 'request'),
    path: pathOf(tested, request.path, plan, names.variables),
    query: [...sent(request.query), ...optional('query')],
    headers: headers.filter(({ name, value }) => isWritableHeader(name, value)),
    ...(first && { body: first.body }),
    statuses: statusesOf(tested, plan),
    ...(creator && {
      makes: { variable: names.variables.made(creator), member: memberOf(creator, tested.responses, plan) },
    }),
  };
}

/** A resource that no step creates may not exist. Then every declared status is expected, except failures. */
function statusesOf(tested: Operation, { creators }: Planning): number[] {
  const declared = tested.responses.map(({ status }) => Number(status)).filter(Number.isInteger);
  const known = itemPaths(tested.path).every((path) => creators.has(path));
  return declared.filter((status) => status < (known ? 400 : 500));
}

function pathOf(tested: Operation, given: Readonly<Record<string, string>>, plan: Planning, variables: VariableNames) {
  const { path } = tested;
  return path
    .split('/')
    .slice(1)
    .map((segment, index, all) => {
      const name = /^\{([^{}+]+)\+?\}$/.exec(segment)?.[1];
      if (name === undefined) return urlSegment(segment);
      const creator = plan.creators.get(`/${all.slice(0, index + 1).join('/')}`);
      return { variable: creator ? variables.made(creator) : variables.given(name, urlValue(given[name] ?? name)) };
    });
}

function memberOf(
  { expression, parameter }: Creator,
  responses: Operation['responses'],
  { sampler }: Planning,
): string[] {
  const pointer = /^\$response\.body#\/(.+)$/.exec(expression ?? '')?.[1];
  if (pointer !== undefined) return pointer.split('/').map(unescapeToken);
  const answers = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ media }) => media);
  const schema = answers.find(({ type }) => isJson(type))?.schema;
  const names = Object.keys(objectOf(flatten(sampler.document, schema).properties));
  return [names.find((name) => name.toLowerCase() === parameter.toLowerCase()) ?? 'id'];
}
