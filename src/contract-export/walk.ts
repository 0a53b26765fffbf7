/**
 * Every operation of a contract once, in an order in which each can succeed: what is asked for was made before, and is
 * deleted last. What collections and scripts are written from. Pure and deterministic.
 */
import type { Json } from '../contract/json.ts';
import { objectOf, textOf } from '../contract/json.ts';
import type { Operation } from '../contract/operations.ts';
import { baseRequest, sentParameters, validBodies } from '../contract-test/base-request.ts';
import type { PlannedBody } from '../contract-test/case.ts';
import { flatten } from '../contract-test/flatten.ts';
import { itemPaths, type Maker } from '../contract-test/makers.ts';
import { type Planning, planning } from '../contract-test/plan-cases.ts';
import type { TestedOperation } from '../contract-test/tested-operation.ts';
import { isJsonType } from '../contract-test/wire.ts';

export interface Step {
  readonly operation: Operation;
  /** For people. */
  readonly title: string;
  /** `/orders/{id}` in parts; a variable stands for a path parameter. */
  readonly path: readonly (string | { readonly variable: string })[];
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body?: PlannedBody;
  /** Any of these is right; empty where the contract does not say. */
  readonly statuses: readonly number[];
  /** The variable that its answer sets, and where the value is in the body. */
  readonly makes?: { readonly variable: string; readonly member: readonly string[] };
}

export interface Field {
  readonly name: string;
  readonly value: string;
  /** Left out unless somebody wants it. */
  readonly optional: boolean;
}

export interface Walk {
  readonly title: string;
  readonly steps: readonly Step[];
  /** Variables that no step sets, with a value for each. */
  readonly variables: Readonly<Record<string, string>>;
  readonly usesKey: boolean;
  readonly usesToken: boolean;
}

/** Any seed would do: an export is the same every time. */
const SEED = 1;

export function walkThrough(document: Json, operations: readonly Operation[]): Walk {
  const plan = planning(document, operations, SEED);
  const variables: Record<string, string> = {};
  const steps = inOrder(plan).map((tested) => stepOf(tested, plan, variables));
  return {
    title: textOf(objectOf(document.info).title) ?? 'API',
    steps,
    variables,
    usesKey: operations.some(({ access }) => access.key),
    usesToken: operations.some(({ access }) => access.authorizer !== undefined && access.authorizer.kind !== 'iam'),
  };
}

/** From the outside in, what makes things first; deletions last, from the inside out. */
function inOrder({ tested, makers }: Planning): TestedOperation[] {
  const depth = ({ operation: { path } }: TestedOperation) => path.split('/').length;
  const paths = tested.map(({ operation }) => operation.path);
  const place = ({ operation: { path } }: TestedOperation) => paths.indexOf(path);
  const creates = new Set([...makers.values()].map(({ create }) => create));
  const removes = tested.filter(({ operation }) => operation.method === 'DELETE');
  const others = tested.filter((one) => !removes.includes(one));
  const first = (one: TestedOperation) => (creates.has(one) ? 0 : 1);
  return [
    ...others.toSorted((a, b) => depth(a) - depth(b) || place(a) - place(b) || first(a) - first(b)),
    ...removes.toSorted((a, b) => depth(b) - depth(a)),
  ];
}

function stepOf(tested: TestedOperation, plan: Planning, variables: Record<string, string>): Step {
  const { operation, responses } = tested;
  const { request } = baseRequest(tested, plan);
  const [first] = validBodies(tested, plan);
  const maker = [...plan.makers.values()].find(({ create }) => create === tested);
  const optional = sentParameters(tested).filter(({ required }) => !required);
  const offered = (where: 'query' | 'header') =>
    optional
      .filter((parameter) => parameter.in === where)
      .map(({ name, examples: [example = ''] }) => ({ name, value: String(example), optional: true }));
  const sent = (all: readonly (readonly [string, string])[]) =>
    all.map(([name, value]) => ({ name, value, optional: false }));
  return {
    operation,
    title: operation.summary ?? operation.operationId,
    path: pathOf(tested, request.path, plan, variables),
    query: [...sent(request.query), ...offered('query')],
    headers: [...sent(Object.entries(request.headers)), ...offered('header')],
    ...(first && { body: first.body }),
    statuses: statusesOf(tested, plan),
    ...(maker && { makes: { variable: variableOf(maker), member: memberOf(maker, responses, plan) } }),
  };
}

/** What nothing makes may not be there: then every declared answer but a failure is right. */
function statusesOf(tested: TestedOperation, { makers }: Planning): number[] {
  const declared = tested.responses.map(({ status }) => Number(status)).filter(Number.isInteger);
  const known = itemPaths(tested.operation.path).every((path) => makers.has(path));
  return declared.filter((status) => status < (known ? 400 : 500));
}

function pathOf(
  tested: TestedOperation,
  given: Readonly<Record<string, string>>,
  plan: Planning,
  variables: Record<string, string>,
) {
  const { path } = tested.operation;
  return path
    .split('/')
    .slice(1)
    .map((segment, index, all) => {
      const name = /^\{([^{}+]+)\+?\}$/.exec(segment)?.[1];
      if (name === undefined) return segment;
      const maker = plan.makers.get(`/${all.slice(0, index + 1).join('/')}`);
      if (maker) return { variable: variableOf(maker) };
      variables[name] = given[name] ?? name;
      return { variable: name };
    });
}

/** `/orders/{id}` → `ordersId`, `/orders/{orderId}` → `orderId` */
function variableOf({ itemPath, parameter }: Maker): string {
  if (parameter.toLowerCase() !== 'id') return parameter.replace(/\W+/g, '_');
  const word = itemPath.split('/').at(-2)?.replace(/\W+/g, '_') || 'item';
  return `${word}Id`;
}

function memberOf(
  { expression, parameter }: Maker,
  responses: TestedOperation['responses'],
  { sampler }: Planning,
): string[] {
  const pointer = /^\$response\.body#\/(.+)$/.exec(expression ?? '')?.[1];
  if (pointer !== undefined) return pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const answers = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ media }) => media);
  const schema = answers.find(({ type }) => isJsonType(type))?.schema;
  const names = Object.keys(objectOf(flatten(sampler.document, schema).properties));
  return [names.find((name) => name.toLowerCase() === parameter.toLowerCase()) ?? 'id'];
}
