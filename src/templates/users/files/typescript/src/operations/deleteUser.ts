/** DELETE /users/{userId} */
import { deleteOperation } from '../crud/delete.ts';
import { removeUser, users } from '../users/unique-email.ts';

export const deleteUser = deleteOperation(users, removeUser);
