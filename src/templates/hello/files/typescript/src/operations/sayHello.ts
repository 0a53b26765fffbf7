/** GET /hello */
import type { Operation } from '../generated/contract.js';

export const sayHello: Operation<'sayHello'> = async ({ query }, { now }) => ({
  status: 200,
  body: { message: `Hello, ${query.name}!`, time: now().toISOString() },
});
