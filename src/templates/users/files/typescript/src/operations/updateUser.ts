/** PATCH /users/{userId} */
import { updateOperation } from '../crud/update.ts';
import { putUser, users } from '../users/unique-email.ts';

export const updateUser = updateOperation(users, putUser);
