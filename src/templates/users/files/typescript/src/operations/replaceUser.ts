/** PUT /users/{userId} */
import { replaceOperation } from '../crud/replace.ts';
import { putUser, users } from '../users/unique-email.ts';

export const replaceUser = replaceOperation(users, putUser);
