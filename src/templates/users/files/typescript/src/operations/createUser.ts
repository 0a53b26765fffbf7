/** POST /users */
import { createOperation } from '../crud/create.ts';
import { newUsers, putUser } from '../users/unique-email.ts';

export const createUser = createOperation(newUsers, putUser);
