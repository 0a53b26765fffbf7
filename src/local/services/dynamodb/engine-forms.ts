/**
 * Converts requests and responses to forms that dynalite can hold. It keeps maps in ordinary objects, where an
 * attribute named `__proto__` would be lost or do harm; it rejects numbers with a plus sign, which DynamoDB accepts;
 * and it fails for a null in a list or a map.
 */
import { isMembers, type Members } from './members.ts';

/**
 * `__proto__`, and the names that replace it inside the engine: each has one more NUL at its end than the name that it
 * represents.
 */
const HIDDEN = /^__proto__\0*$/;
const hide = (name: string): string => (name.startsWith('__proto__') && HIDDEN.test(name) ? `${name}\0` : name);
const show = (name: string): string => (name.startsWith('__proto__') && HIDDEN.test(name) ? name.slice(0, -1) : name);

/**
 * `+1E6` and `+1.23` are valid numbers in DynamoDB (moto's `test_put_item_invalid_number_types` lists the valid forms).
 */
const PLUS = /^\+(?=[\d.])/;

/** Members that are maps; only these names identify them. In them a null is an empty value, not an absent one. */
const MAPS = new Set([
  ...['Key', 'Keys', 'Item', 'M', 'ExclusiveStartKey', 'RequestItems', 'ExpressionAttributeValues'],
  ...['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'],
]);

export function toEngine(input: Members): Members {
  const { RequestItems, ...renamed } = withNamesHidden(changed(input, hide, withoutPlus) as Members);
  if (typeof RequestItems !== 'object' || RequestItems === null)
    return { ...renamed, ...(RequestItems !== undefined && { RequestItems }) };
  const tables = Object.entries(RequestItems).map(([table, request]) => [
    table,
    isMembers(request) ? withNamesHidden(request) : request,
  ]);
  return { ...renamed, RequestItems: Object.fromEntries(tables) };
}

export const fromEngine = (output: Members): Members => changed(output, show) as Members;

/** Returns the engine's message with the original name. */
export const fromEngineText = (message: string): string => message.replaceAll(/__proto__\0+/g, show);

/** Hides names of attributes that are values of a request's members. */
function withNamesHidden(request: Members): Members {
  const { ExpressionAttributeNames: names, AttributesToGet: wanted } = request;
  if (!isMembers(names) && !Array.isArray(wanted)) return request;
  return {
    ...request,
    ...(isMembers(names) && {
      ExpressionAttributeNames: Object.fromEntries(Object.entries(names).map(([key, name]) => [key, hideText(name)])),
    }),
    ...(Array.isArray(wanted) && { AttributesToGet: wanted.map(hideText) }),
  };
}

const hideText = (name: unknown): unknown => (typeof name === 'string' ? hide(name) : name);

const withoutPlus = (place: string, text: string): string =>
  place === 'N' || place === 'NS' ? text.replace(PLUS, '') : text;

/**
 * Returns the tree with changed names and texts; unchanged parts are not copied. `place` is the name of the text, or of
 * the list that contains it.
 */
function changed(
  tree: unknown,
  name: (name: string) => string,
  text?: (place: string, text: string) => string,
  place = '',
): unknown {
  if (typeof tree === 'string') return text ? text(place, tree) : tree;
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) {
    const members = tree.map((member) => (member === null ? {} : changed(member, name, text, place)));
    return members.some((member, index) => member !== tree[index]) ? members : tree;
  }
  const names = Object.keys(tree);
  const values = names.map((one) => {
    const value = (tree as Members)[one];
    return value === null && MAPS.has(place) ? {} : changed(value, name, text, one);
  });
  const isSame = names.every((one, index) => name(one) === one && values[index] === (tree as Members)[one]);
  return isSame ? tree : Object.fromEntries(names.map((one, index) => [name(one), values[index]]));
}
