/** The error if no hosted zone of the account answers for a custom domain. */
import { ApikitError } from '../../errors.ts';

export function noHostedZone(domain: string): ApikitError {
  return new ApikitError(
    'NoHostedZone',
    `No public hosted zone of Route 53 in this account answers for ${domain}, so apikit cannot add the records of the domain.`,
    {
      hint: 'If the DNS of the domain is elsewhere, write hostedZone: none under domain: the deploy then says which records to add. Otherwise create the hosted zone, or write its ID.',
    },
  );
}
