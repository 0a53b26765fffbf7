/** Changes, which reach all name servers after a while: GetChange. Collection `route53.changes`, keyed by ID. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { ChangeInfo } from '../../models/route53.ts';
import { operation } from './operation.ts';

interface Change {
  readonly id: string;
  /** epoch milliseconds */
  readonly submittedAt: number;
  readonly comment?: string;
}

const changes = (context: OperationContext) => context.globalCollection<Change>('route53.changes');
const scopeOf = ({ account }: OperationContext) => ({ account, region: 'global' });

export function newChange(context: OperationContext, comment?: string): ChangeInfo {
  const { cloud } = context;
  const id = `C${cloud.ids.upper(20)}`;
  const change: Change = { id, submittedAt: cloud.clock.now(), ...(comment !== undefined && { comment }) };
  cloud.transitions.begin(scopeOf(context), 'dnsChange', id);
  changes(context).put(id, change);
  return shown(change, context);
}

const shown = ({ id, submittedAt, comment }: Change, context: OperationContext): ChangeInfo => ({
  Id: `/change/${id}`,
  Status: context.cloud.transitions.pending(scopeOf(context), 'dnsChange', id) ? 'PENDING' : 'INSYNC',
  SubmittedAt: new Date(submittedAt),
  ...(comment !== undefined && { Comment: comment }),
});

export const getChange = operation('GetChange', ({ Id }, context) => {
  const id = Id.replace(/^\/change\//, '');
  const found = changes(context).get(id);
  if (!found) throw new AwsError('NoSuchChange', `A change with id ${id} is not found.`, { status: 404 });
  return { ChangeInfo: shown(found, context) };
});
