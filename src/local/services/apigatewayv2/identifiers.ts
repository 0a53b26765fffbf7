/** The IDs of API Gateway v2: ten characters for an API, seven for routes and integrations, six for the others. */
import type { OperationContext } from '../../cloud/operation.ts';

export const newApiId = ({ cloud }: OperationContext): string => cloud.ids.short(10);
export const newLongId = ({ cloud }: OperationContext): string => cloud.ids.short(7);
export const newShortId = ({ cloud }: OperationContext): string => cloud.ids.short(6);
