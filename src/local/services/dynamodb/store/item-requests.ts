/** Carries out reads and writes of single items: each is decided at once, without waiting for the database. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { isTrue } from '../expressions/evaluate-condition.ts';
import type { Condition } from '../expressions/expression.ts';
import { legacyCondition, readExpected } from '../expressions/legacy-conditions.ts';
import { applyLegacyUpdates, readLegacyUpdates } from '../expressions/legacy-updates.ts';
import { type Expressions, readExpressions, refuseMixedInterfaces } from '../expressions/read-expressions.ts';
import { type Item, typeOf } from '../items/attribute-value.ts';
import { type DocumentPath, project } from '../items/document-path.ts';
import { itemSize, MAX_ITEM_BYTES } from '../items/item-size.ts';
import { refuseDeepNesting } from '../items/nesting.ts';
import { readItem } from '../items/read-value.ts';
import type { Members } from '../members.ts';
import { consumedCapacity, readUnits, type Units } from './capacity.ts';
import { itemPlace } from './item-place.ts';
import { checkIndexKeysOfUpdate, checkKey, checkKeysOfItem, refuseIndexTypes, refuseKeyPaths } from './key-rules.ts';
import { type Recording, replaceItem } from './replace-item.ts';
import type { Table } from './table.ts';
import type { WriteSet } from './write-set.ts';

/** The parts of an engine that requests for items need. */
export interface ItemRequests {
  readonly writes: WriteSet;
  readonly recording: Recording;
  /** Throws ResourceNotFoundException. */
  table(name: unknown): Table;
  /** Whether time to live makes the request. */
  readonly expiring?: boolean;
}

/** The answer of a write, and what it consumes. */
export interface Written {
  readonly output: Members;
  readonly units: Units;
}

export function getItem(
  input: Members,
  table: (name: unknown) => Table,
  read: (place: string) => Item | undefined,
): Members {
  refuseMixedInterfaces(input, ['ProjectionExpression'], ['AttributesToGet']);
  const key = readItem(input.Key);
  const paths = projectionOf(input, readExpressions(input));
  const found = table(input.TableName);
  checkKey(key, found);
  refuseKeyPaths(paths, found);
  const item = read(itemPlace(key, found));
  const units = item ? readUnits(itemSize(item), input.ConsistentRead) : readUnits(1, input.ConsistentRead);
  return {
    ...(item && { Item: paths ? project(item, paths) : item }),
    ...consumedCapacity(input.ReturnConsumedCapacity, found.name, { table: units }),
  };
}

/** Returns the paths of `ProjectionExpression` or `AttributesToGet`; `undefined`: the whole item. */
export function projectionOf(input: Members, { ProjectionExpression }: Expressions): DocumentPath[] | undefined {
  refuseSameNames(input);
  const names = input.AttributesToGet as readonly string[] | undefined;
  return names ? names.map((name) => [name]) : ProjectionExpression;
}

/** Throws ValidationException for a name that is in `AttributesToGet` twice. */
export function refuseSameNames({ AttributesToGet }: Members): void {
  const names = (AttributesToGet ?? []) as readonly string[];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalid(`One or more parameter values were invalid: Duplicate value in attribute name: ${twice}`);
  }
}

export function putItem(input: Members, requests: ItemRequests): Members {
  refuseMixedInterfaces(input, ['ConditionExpression'], ['Expected']);
  const item = readItem(input.Item);
  refuseReturnValues(input);
  refuseLargeItem(item);
  const condition = conditionOf(input, readExpressions(input));
  const { output, units } = put(item, requests.table(input.TableName), requests, condition);
  return { ...(input.ReturnValues === 'ALL_OLD' ? output : {}), ...consumed(input, units) };
}

/** Returns the former item as `Attributes`. */
export function put(item: Item, table: Table, { writes, recording }: ItemRequests, condition?: Condition): Written {
  checkKeysOfItem(item, table);
  refuseDeepNesting(item);
  const place = itemPlace(item, table);
  const before = writes.get(place);
  requireCondition(condition, before);
  const units = replaceItem(table, { place, before, after: item }, writes, recording);
  return { output: before ? { Attributes: before } : {}, units };
}

export function deleteItem(input: Members, requests: ItemRequests): Members {
  refuseMixedInterfaces(input, ['ConditionExpression'], ['Expected']);
  const key = readItem(input.Key);
  refuseReturnValues(input);
  const condition = conditionOf(input, readExpressions(input));
  const { output, units } = remove(key, requests.table(input.TableName), requests, condition);
  return { ...(input.ReturnValues === 'ALL_OLD' ? output : {}), ...consumed(input, units) };
}

/** Returns the former item as `Attributes`. */
export function remove(
  key: Item,
  table: Table,
  { writes, recording, expiring = false }: ItemRequests,
  condition?: Condition,
): Written {
  checkKey(key, table);
  const place = itemPlace(key, table);
  const before = writes.get(place);
  requireCondition(condition, before);
  if (!before) return { output: {}, units: { table: 1 } };
  const units = replaceItem(table, { place, before, after: undefined, expired: expiring }, writes, recording);
  return { output: { Attributes: before }, units };
}

export function updateItem(input: Members, { table: tableOf, writes, recording }: ItemRequests): Members {
  refuseMixedInterfaces(input, ['UpdateExpression', 'ConditionExpression'], ['AttributeUpdates', 'Expected']);
  const key = readItem(input.Key);
  const updates = input.AttributeUpdates === undefined ? undefined : readLegacyUpdates(input.AttributeUpdates);
  const expressions = readExpressions(input);
  const clauses = expressions.UpdateExpression ?? [];
  const condition = conditionOf(input, expressions);
  const table = tableOf(input.TableName);
  checkKey(key, table);
  const paths: DocumentPath[] = updates ? [...updates.keys()].map((name) => [name]) : clauses.map(({ path }) => path);
  refuseKeyUpdates(paths, table);
  refuseIndexTypes((name) => {
    const value = updates ? updates.get(name)?.value : valueGiven(expressions, name);
    return value && typeOf(value);
  }, table);
  refuseKeyPaths(paths, table);

  const place = itemPlace(key, table);
  const before = writes.get(place);
  requireCondition(condition, before);
  const after = updates ? applyLegacyUpdates(updates, before ?? key) : applyUpdate(clauses, before ?? key);
  if (itemSize(after) > MAX_ITEM_BYTES) {
    throw invalid('Item size to update has exceeded the maximum allowed size');
  }
  checkIndexKeysOfUpdate(before, after, table);
  refuseDeepNesting(after);
  const units = replaceItem(table, { place, before, after }, writes, recording);
  const attributes = returnedAttributes(input.ReturnValues, paths, before, after);
  return { ...(attributes && { Attributes: attributes }), ...consumed(input, units) };
}

function returnedAttributes(
  wanted: unknown,
  paths: readonly DocumentPath[],
  before: Item | undefined,
  after: Item,
): Item | undefined {
  switch (wanted) {
    case 'ALL_OLD':
      return before;
    case 'UPDATED_OLD':
      return before && project(before, paths);
    case 'ALL_NEW':
      return after;
    case 'UPDATED_NEW':
      return project(after, paths);
    default:
      return undefined;
  }
}

/** Returns the value that a SET clause gives an attribute, if the expression has it as it is. */
function valueGiven({ UpdateExpression = [] }: Expressions, name: string) {
  const clause = UpdateExpression.find(({ path }) => path.length === 1 && path[0] === name);
  if (clause?.kind === 'SET') return clause.operand.kind === 'value' ? clause.operand.value : undefined;
  return clause && clause.kind !== 'REMOVE' ? clause.value : undefined;
}

function refuseKeyUpdates(paths: readonly DocumentPath[], { keys }: Table): void {
  for (const key of keys) {
    if (!paths.some(([name]) => name === key!.name)) continue;
    const words = `Cannot update attribute ${key!.name}. This attribute is part of the key`;
    throw invalid(`One or more parameter values were invalid: ${words}`);
  }
}

/** Returns the condition of `ConditionExpression` or `Expected`. */
function conditionOf(input: Members, { ConditionExpression }: Expressions): Condition | undefined {
  if (input.Expected === undefined) return ConditionExpression?.condition;
  return legacyCondition(readExpected(input.Expected), input.ConditionalOperator);
}

function requireCondition(condition: Condition | undefined, item: Item | undefined): void {
  if (!condition || isTrue(condition, item ?? {})) return;
  throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
}

function refuseReturnValues({ ReturnValues: wanted = 'NONE' }: Members): void {
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') throw invalid('ReturnValues can only be ALL_OLD or NONE');
}

export function refuseLargeItem(item: Item): void {
  if (itemSize(item) > MAX_ITEM_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
}

const consumed = ({ ReturnConsumedCapacity, TableName }: Members, units: Units) =>
  consumedCapacity(ReturnConsumedCapacity, String(TableName), units);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
