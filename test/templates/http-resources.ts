/** The templates' resources as the HTTP suite sends them. */
import type { SuiteResource } from './http-suite.ts';

type Resource = Omit<SuiteResource, 'language'>;

export const ITEMS: Resource = {
  template: 'items',
  expires: 'expiresAt',
  collection: '/items',
  key: 'id',
  body: (index) => ({ name: `Lamp ${index}`, description: 'Green', price: 9.5 }),
  change: { price: 3 },
  invalid: [
    ['type', { price: '9.5' }, '/price'],
    ['required', { name: undefined }, '/name'],
    ['minLength', { name: '' }, '/name'],
    ['maximum', { price: 1e300 }, '/price'],
    ['additionalProperties', { colour: 'red' }, '/colour'],
    ['type, by null', { description: null }, '/description'],
  ],
};

export const USERS: Resource = {
  template: 'users',
  collection: '/users',
  key: 'userId',
  body: (index) => ({ name: 'Ada Lovelace', email: `user${index}@example.com`, phone: '+442079460100' }),
  change: { name: 'Augusta' },
  invalid: [
    ['type', { name: 5 }, '/name'],
    ['required', { email: undefined }, '/email'],
    ['format', { email: 'ada' }, '/email'],
    ['maxLength', { email: `${'a'.repeat(64)}@${'b.'.repeat(100)}example.com` }, '/email'],
    ['pattern', { phone: '0207 946 0100' }, '/phone'],
    ['additionalProperties', { userId: 'mine' }, '/userId'],
  ],
};
