/**
 * Reads the members of a structure from XML elements, and writes them, by the model. The items of a list are elements
 * inside of its element, or, in a flattened list, elements with the name of the list.
 */
import type { AwsError } from '../cloud/aws-error.ts';
import {
  isDecimal,
  isNumeric,
  type ListShape,
  type OperationModel,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import type { XmlElement } from './read-xml.ts';
import { timestampFrom } from './timestamp.ts';
import { checkType, defect, type Members } from './write-members.ts';
import { escapeXml } from './xml.ts';

/** Unknown elements are dropped. Throws `malformed()` for a text that is not of the type of its member. */
export function membersFromXml(
  model: OperationModel,
  { members }: StructureShape,
  element: XmlElement,
  malformed: () => AwsError,
): Members {
  const found: Members = {};
  for (const place of bodyMembers(model, members)) {
    const { name, as, shape } = place;
    const elements = element.children.filter((child) => child.name === as);
    if (elements.length === 0) continue;
    found[name] = place.flattened
      ? elements.map((one) => valueFrom(model, itemOf(model, shape as ListShape), one, malformed))
      : valueFrom(model, shape, elements[0]!, malformed);
  }
  return found;
}

interface BodyMember {
  readonly name: string;
  /** The name of its element. */
  readonly as: string;
  readonly shape: Shape;
  readonly flattened: boolean;
}

function bodyMembers(model: OperationModel, members: StructureShape['members']): BodyMember[] {
  return Object.entries(members).flatMap(([name, member]): BodyMember[] => {
    if (typeof member === 'string') {
      const shape = shapeNamed(model, member);
      return [{ name, as: name, shape, flattened: isFlattened(shape) }];
    }
    if (member.in !== 'body') return [];
    const shape = shapeNamed(model, member.shape);
    return [{ name, as: member.as, shape, flattened: member.flattened === true || isFlattened(shape) }];
  });
}

const isFlattened = (shape: Shape): boolean => shape.type === 'list' && shape.flattened === true;

const itemOf = (model: OperationModel, { item }: ListShape): Shape => shapeNamed(model, item);

const ITEM = 'member';

function valueFrom(model: OperationModel, shape: Shape, element: XmlElement, malformed: () => AwsError): unknown {
  if (shape.type === 'structure') return membersFromXml(model, shape, element, malformed);
  if (shape.type === 'list') {
    const items = element.children.filter(({ name }) => name === (shape.itemName ?? ITEM));
    return items.map((one) => valueFrom(model, itemOf(model, shape), one, malformed));
  }
  if (element.children.length > 0) throw malformed();
  const value = scalarFrom(shape, element.text);
  if (value === undefined) throw malformed();
  return value;
}

/** Returns `undefined` for a text that is not of the type. */
function scalarFrom(shape: Shape, text: string): unknown {
  if (isNumeric(shape)) {
    const form = isDecimal(shape) ? DECIMAL : /^[+-]?\d+$/;
    return form.test(text.trim()) ? Number(text) : undefined;
  }
  if (shape.type === 'boolean') return BOOLEANS[text.trim().toLowerCase()];
  if (shape.type !== 'timestamp') return text;
  const time = timestampFrom(text.trim());
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

const DECIMAL = /^(?:NaN|[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))$/;

/** Writes the members that belong to the body, in the order of the model. */
export function membersToXml(model: OperationModel, { members }: StructureShape, output: Members, path = ''): string {
  const unknown = Object.keys(output).find((name) => !Object.hasOwn(members, name) && output[name] !== undefined);
  if (unknown !== undefined) throw defect(`${path}${unknown}`, 'is not in the model');
  return bodyMembers(model, members)
    .filter(({ name }) => output[name] !== undefined)
    .map((member) => memberToXml(model, member, output[member.name], `${path}${member.name}`))
    .join('');
}

function memberToXml(
  model: OperationModel,
  { as, shape, flattened }: BodyMember,
  value: unknown,
  path: string,
): string {
  if (!flattened) return element(as, valueToXml(model, shape, value, path));
  checkType(shape, value, path);
  const item = itemOf(model, shape as ListShape);
  return (value as unknown[]).map((one) => element(as, valueToXml(model, item, one, `${path}[]`))).join('');
}

function valueToXml(model: OperationModel, shape: Shape, value: unknown, path: string): string {
  checkType(shape, value, path);
  if (shape.type === 'structure') return membersToXml(model, shape, value as Members, `${path}.`);
  if (shape.type === 'list') {
    const item = itemOf(model, shape);
    const name = shape.itemName ?? ITEM;
    return (value as unknown[]).map((one) => element(name, valueToXml(model, item, one, `${path}[]`))).join('');
  }
  return shape.type === 'timestamp' ? (value as Date).toISOString() : escapeXml(String(value));
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
