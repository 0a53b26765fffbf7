/** Carries out Query and Scan. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { compares } from '../expressions/evaluate-condition.ts';
import type { Condition } from '../expressions/expression.ts';
import { keyConditionsOf } from '../expressions/key-conditions.ts';
import { type LegacyCondition, legacyCondition, readLegacyConditions } from '../expressions/legacy-conditions.ts';
import { type Expressions, readExpressions, refuseMixedInterfaces } from '../expressions/read-expressions.ts';
import { attributeOf, type Item, partOf } from '../items/attribute-value.ts';
import { beginsWith, compareValues } from '../items/compare.ts';
import { readItem } from '../items/read-value.ts';
import type { Members } from '../members.ts';
import { entryPlace, itemPlace, partitionText, segmentRange, sortable } from './item-place.ts';
import { projectionOf, refuseSameNames } from './item-requests.ts';
import { checkKey, eachOf, refuseEmptyValue, refuseKeyPaths } from './key-rules.ts';
import { type KeyRange, type Level, rangeOf } from './level.ts';
import { readPage } from './read-page.ts';
import { checkSegments, selectFault } from './read-rules.ts';
import { type Keys, startKeyNames, type Table, type TableIndex } from './table.ts';
import type { Tables } from './tables.ts';

export async function query(input: Members, tables: Tables, level: Level): Promise<Members> {
  refuseSelect(input);
  refuseMixedInterfaces(
    input,
    ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
  );
  refuseSameNames(input);
  const legacyFilter = input.QueryFilter === undefined ? undefined : readLegacyConditions(input.QueryFilter);
  const start = startKeyOf(input);
  if (input.KeyConditions === undefined && input.KeyConditionExpression === undefined) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const expressions = readExpressions(input);
  const paths = projectionOf(input, expressions);
  const conditions = expressions.KeyConditionExpression
    ? keyConditionsOf(expressions.KeyConditionExpression.condition)
    : readLegacyConditions(input.KeyConditions);
  if (conditions.size !== 1 && conditions.size !== 2) throw invalid('Conditions can be of length 1 or 2 only');

  const table = tables.active(input.TableName);
  const index = indexOf(input, table, tables);
  const { keys } = index ?? table;
  if (start) checkStartKeyShape(start, table, index, 'The provided starting key is invalid');
  const [hash, range] = conditionsOnKeys(conditions, keys);
  if (start) checkQueryStart(start, table, keys, hash, range);
  refuseKeyPaths(paths, table);
  refuseFilteredKeys(legacyFilter, expressions, keys);
  const isWhole = isWholeWanted(input, index);
  refuseKeyPaths(expressions.FilterExpression?.paths, table);

  const reverse = input.ScanIndexForward === false;
  const bounds = boundsOf((index ?? table).prefix, keys, hash, range);
  return readPage(level, input, {
    table,
    index,
    range: { ...(start ? startingAfter(bounds, placeOf(start, table, index), reverse) : bounds), reverse },
    filter: filterOf(legacyFilter, expressions, input),
    paths,
    isWhole,
  });
}

export async function scan(input: Members, tables: Tables, level: Level): Promise<Members> {
  refuseSelect(input);
  refuseMixedInterfaces(
    input,
    ['ProjectionExpression', 'FilterExpression'],
    ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  );
  refuseSameNames(input);
  const legacyFilter = input.ScanFilter === undefined ? undefined : readLegacyConditions(input.ScanFilter);
  const start = startKeyOf(input);
  const segmentFault = checkSegments(input);
  if (segmentFault) throw invalid(segmentFault);
  const expressions = readExpressions(input);
  const paths = projectionOf(input, expressions);

  const table = tables.active(input.TableName);
  const index = indexOf(input, table, tables);
  if (start) {
    const words = index ? '' : ': The provided key element does not match the schema';
    checkStartKeyShape(start, table, index, `The provided starting key is invalid${words}`);
    checkTableKey(start, table);
  }
  const isWhole = isWholeWanted(input, index);
  const { prefix } = index ?? table;
  let range: KeyRange = rangeOf(prefix);
  const { Segment = 0, TotalSegments = 1 } = input as { Segment?: number; TotalSegments?: number };
  if (TotalSegments > 1) {
    const { from, to } = segmentRange(Segment, TotalSegments);
    range = { gte: prefix + from, lt: prefix + to };
  }
  if (start) {
    const place = placeOf(start, table, index);
    if (place < range.gte! || place > range.lt!) {
      const words = `TotalSegments: ${TotalSegments} Segment: ${Segment}`;
      throw invalid(
        `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ${words}`,
      );
    }
    range = startingAfter(range, place, false);
  }
  refuseKeyPaths(paths, table);
  refuseKeyPaths(expressions.FilterExpression?.paths, table);
  const filter = filterOf(legacyFilter, expressions, input);
  return readPage(level, input, { table, index, range, filter, paths, isWhole });
}

function startKeyOf({ ExclusiveStartKey: given }: Members): Item | undefined {
  if (given === undefined) return undefined;
  try {
    return readItem(given);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ValidationException')) throw error;
    // DynamoDB adds this to some texts only (dynalite's tests, which ran against it).
    const isOfNumbers = /contains duplicates|number set|numeric value|significant digits|number with magnitude/i;
    throw isOfNumbers.test(error.message) ? error : invalid(`The provided starting key is invalid: ${error.message}`);
  }
}

function indexOf({ IndexName, ConsistentRead }: Members, table: Table, tables: Tables): TableIndex | undefined {
  if (IndexName === undefined) return undefined;
  const index = table.indexes.find(({ name }) => name === IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${String(IndexName)}`);
  if (index.isGlobal && ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  if (tables.isFilling(table.name, index.name)) throw stillFilling(index.name);
  return index;
}

/** The error for an index that does not have all items yet. */
export const stillFilling = (index: string): AwsError =>
  invalid(`Cannot read from backfilling global secondary index: ${index}`);

function isWholeWanted({ Select }: Members, index: TableIndex | undefined): boolean {
  if (Select !== 'ALL_ATTRIBUTES' || !index?.projected) return false;
  if (!index.isGlobal) return true;
  throw invalid(
    `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
  );
}

function checkStartKeyShape(start: Item, table: Table, index: TableIndex | undefined, message: string): void {
  if (Object.keys(start).length !== startKeyNames(table, index).length) throw invalid(message);
  for (const { name, type } of index ? eachOf(index.keys) : []) {
    const value = attributeOf(start, name);
    if (!value) throw invalid(message);
    if (value[type] === undefined) throw invalid('The provided key element does not match the schema');
  }
}

function checkTableKey(start: Item, table: Table): void {
  const names = eachOf(table.keys).map(({ name }) => name);
  try {
    checkKey(partOf(start, names), table);
  } catch (error) {
    throw invalid(`The provided starting key is invalid: ${(error as Error).message}`);
  }
}

/** Returns the conditions of the partition key and of the sort key. Throws ValidationException. */
function conditionsOnKeys(
  conditions: ReadonlyMap<string, LegacyCondition>,
  keys: Keys,
): [LegacyCondition, LegacyCondition | undefined] {
  for (const [position, { name, type }] of eachOf(keys).entries()) {
    const isHash = position === 0;
    if (isHash && keys.length === 1 && conditions.size > 1) throw invalid('Query key condition not supported');
    const condition = conditions.get(name);
    if (!condition) {
      if (!isHash && conditions.size === 1) continue;
      throw invalid(`Query condition missed key schema element: ${name}`);
    }
    const { operator, values } = condition;
    if (['NULL', 'NOT_NULL', 'NE', 'CONTAINS', 'NOT_CONTAINS', 'IN'].includes(operator)) {
      throw invalid('Attempted conditional constraint is not an indexable operation');
    }
    if (values.some((value) => value[type] === undefined)) {
      throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
    }
    if (isHash && operator !== 'EQ') throw invalid('Query key condition not supported');
    // DynamoDB checks these values as keys of items (moto, issue 7062).
    for (const value of values) refuseEmptyValue(value, { name, type });
  }
  const [hash, range] = eachOf(keys);
  return [conditions.get(hash!.name)!, range && conditions.get(range.name)];
}

function checkQueryStart(
  start: Item,
  table: Table,
  [hashKey, rangeKey]: Keys,
  hash: LegacyCondition,
  range: LegacyCondition | undefined,
): void {
  checkTableKey(start, table);
  const isOutside = !compares('=', attributeOf(start, hashKey.name), hash.values[0]);
  if (!range && isOutside) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  if (!range) return;
  if (!matches(attributeOf(start, rangeKey!.name), range)) {
    throw invalid('The provided starting key does not match the range key predicate');
  }
  if (isOutside) throw invalid('The query can return at most one row and cannot be restarted');
}

function matches(value: ReturnType<typeof attributeOf>, { operator, values }: LegacyCondition): boolean {
  const [first, second] = values;
  if (!value || !first) return false;
  if (operator === 'BEGINS_WITH') return beginsWith(value, first);
  const order = compareValues(value, first);
  if (order === undefined) return false;
  if (operator === 'EQ') return order === 0;
  if (operator === 'LT') return order < 0;
  if (operator === 'LE') return order <= 0;
  if (operator === 'GT') return order > 0;
  return order >= 0 && (operator === 'GE' || compares('<=', value, second));
}

/** Both operations count the error (moto's `test_dynamodb_select.py`, run on AWS). */
function refuseSelect(input: Members): void {
  const fault = selectFault(input);
  if (fault) throw invalid(`1 validation error detected: ${fault}`);
}

function refuseFilteredKeys(
  legacyFilter: ReadonlyMap<string, LegacyCondition> | undefined,
  { FilterExpression }: Expressions,
  keys: Keys,
): void {
  const names = legacyFilter ? [...legacyFilter.keys()] : FilterExpression?.paths.map(([name]) => name);
  for (const { name } of eachOf(keys)) {
    if (!names?.includes(name)) continue;
    const filter = legacyFilter ? 'QueryFilter' : 'Filter Expression';
    throw invalid(`${filter} can only contain non-primary key attributes: Primary key attribute: ${name}`);
  }
}

function filterOf(
  legacyFilter: ReadonlyMap<string, LegacyCondition> | undefined,
  { FilterExpression }: Expressions,
  { ConditionalOperator }: Members,
): Condition | undefined {
  return legacyFilter ? legacyCondition(legacyFilter, ConditionalOperator) : FilterExpression?.condition;
}

/** The keys of items end with `/`, and those of index entries continue after it; `~` is above all that follows. */
function boundsOf(
  prefix: string,
  [hashKey, rangeKey]: Keys,
  hash: LegacyCondition,
  range: LegacyCondition | undefined,
): KeyRange {
  const partition = prefix + partitionText(hash.values[0]!, hashKey.type);
  const whole = { gte: partition, lt: `${partition}~` };
  if (!range) return whole;
  const [low, high] = range.values.map((value) => partition + sortable(value, rangeKey!.type));
  switch (range.operator) {
    case 'EQ':
      return { gte: `${low}/`, lt: `${low}/~` };
    case 'LT':
      return { ...whole, lt: `${low}/` };
    case 'LE':
      return { ...whole, lt: `${low}/~` };
    case 'GT':
      return { ...whole, gte: `${low}/~` };
    case 'GE':
      return { ...whole, gte: `${low}/` };
    case 'BEGINS_WITH':
      return { gte: low!, lt: `${low}~` };
    default:
      return { gte: `${low}/`, lt: `${high}/~` };
  }
}

function startingAfter(range: KeyRange, place: string, reverse: boolean): KeyRange {
  const { gte, ...rest } = range;
  return reverse ? { ...range, lt: place } : { ...rest, gt: place };
}

const placeOf = (start: Item, table: Table, index: TableIndex | undefined): string =>
  index ? entryPlace(start, index, table) : itemPlace(start, table);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
