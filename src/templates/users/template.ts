/** The template `users`: the template `items` for users, each with a unique email. */
import type { ItemsAnswers } from '../items/answers.ts';
import { editConfig, editContract } from '../items/edits.ts';
import { parseFields } from '../items/fields.ts';
import { itemsTemplate } from '../items/template.ts';
import { literal } from '../literal.ts';
import type { Template } from '../template.ts';

const EXAMPLE = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+442079460100' };
const ANOTHER = { name: 'Grace Hopper', email: 'grace@example.com', phone: '+14155550100' };

export const usersTemplate: Template<ItemsAnswers> = {
  name: 'users',
  layers: ['shared', 'crud', 'items', 'users'],
  tables: () => ({ users: { key: 'userId' }, emails: { key: 'email' } }),
  tokens: (answers) => ({
    ...itemsTemplate.tokens({ ...answers, ...USERS }),
    key: 'userId',
    consumer: `src/consumers/users.${answers.language === 'python' ? 'py' : 'ts'}`,
    example: literal(EXAMPLE, answers.language),
    another: literal(ANOTHER, answers.language),
    body: JSON.stringify(EXAMPLE),
  }),
  edits: {
    'openapi.yaml': (text, answers) => withDetails(editContract(text, { ...answers, ...USERS })),
    'apikit.yaml': editConfig,
  },
};

const USERS = { resource: 'users', fields: parseFields('name:string!,email:email!,phone:string') };

/**
 * Adds details that a field cannot express: the length of an email, the form of a phone number, the description of
 * users.
 */
function withDetails(text: string): string {
  return text
    .replace(/email: \{ type: string, format: email[^}]*\}/g, 'email: { type: string, format: email, maxLength: 254 }')
    .replace(/phone: \{ type: string \}/g, () => "phone: { type: string, pattern: '^\\+[1-9][0-9]{1,14}$' }")
    .replace(/\bid: \{ type: string, format: uuid \}/g, 'userId: { type: string, format: uuid }')
    .replace(/Another name/g, ANOTHER.name)
    .replace(/A name/g, EXAMPLE.name)
    .replace(/Another phone/g, `"${ANOTHER.phone}"`)
    .replace(/A phone/g, `"${EXAMPLE.phone}"`)
    .replace(/\bid: (?=0b8f6c3e)/g, 'userId: ')
    .replace(/required: \[id, /g, 'required: [userId, ');
}
