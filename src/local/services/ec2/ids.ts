import { createHash } from 'node:crypto';
import type { OperationContext } from '../../cloud/operation.ts';

/** Returns a new ID in EC2's form: `vpc-0a1b2c3d4e5f60718`. */
export function newId({ cloud }: OperationContext, prefix: string): string {
  return `${prefix}-0${createHash('sha256').update(cloud.ids.uuid()).digest('hex').slice(0, 16)}`;
}
