import { expect, test } from 'vitest';
import { resourceNames } from '../../src/naming/resource-names.ts';
import { parseFields } from '../../src/templates/items/fields.ts';

test('fields are parsed with their types, and an exclamation mark makes one required', () => {
  expect(parseFields(' title! , price:number,count:integer!,done:boolean ')).toEqual([
    { name: 'title', type: 'string', required: true },
    { name: 'price', type: 'number', required: false },
    { name: 'count', type: 'integer', required: true },
    { name: 'done', type: 'boolean', required: false },
  ]);
});

test.each([
  ['', 'At least one field is needed.'],
  ['Name:string', '"Name:string" is not a field.'],
  ['a b', '"a b" is not a field.'],
  ['__proto__', '"__proto__" is not a field.'],
  ['price:money', 'The field price has the unknown type "money".'],
  ['price:toString', 'The field price has the unknown type "toString".'],
  ['name,name:number', 'The field name occurs twice.'],
  ['id', 'The API itself creates the field id.'],
])('the fields %j are rejected', (text, message) => {
  expect(() => parseFields(text)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
});

test.each([
  ['items', 'item', 'Item'],
  ['order-categories', 'order category', 'OrderCategory'],
  ['boxes', 'box', 'Box'],
  ['houses', 'house', 'House'],
  ['addresses', 'address', 'Address'],
  ['movies', 'movie', 'Movie'],
  ['tv-series', 'tv series', 'TvSeries'],
  ['status', 'status', 'Status'],
  ['sheep', 'sheep', 'Sheep'],
  ['s', 's', 'S'],
])('the singular of %s is %s', (plural, singular, singularPascal) => {
  expect(resourceNames(plural)).toMatchObject({ singular, singularPascal });
});
