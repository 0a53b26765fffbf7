/** The templates by name, for `apikit init --template`. */
import { filesTemplate } from './files/template.ts';
import { helloTemplate } from './hello/template.ts';
import type { ItemsAnswers } from './items/answers.ts';
import { itemsTemplate } from './items/template.ts';
import type { Template } from './template.ts';
import { usersTemplate } from './users/template.ts';

export const TEMPLATES: Readonly<Record<string, Template<ItemsAnswers>>> = {
  items: itemsTemplate,
  users: usersTemplate,
  files: filesTemplate,
  hello: helloTemplate,
};
