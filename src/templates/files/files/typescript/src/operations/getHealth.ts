/** GET /health */
import type { Operation } from '../generated/contract.js';

export const getHealth: Operation<'getHealth'> = async () => ({ status: 200, body: { status: 'ok' } });
